//! Callouts of GitHub and Obsidian: what each kind is called, and the colour of its box.

/// Kinds by their names, with the words for followers and the colour of the box's edge.
#[rustfmt::skip]
const CALLOUTS: &[(&str, &str, &str, &str)] = &[
    ("note", "说明", "Note", "#0969da"),
    ("info primary", "信息", "Info", "#0969da"),
    ("todo", "待办", "To do", "#0969da"),
    ("abstract summary tldr", "摘要", "Summary", "#0e7490"),
    ("tip hint tips", "提示", "Tip", "#1a7f37"),
    ("important", "重要", "Important", "#8250df"),
    ("success check done", "完成", "Done", "#1a7f37"),
    ("question help faq", "问题", "Question", "#9a6700"),
    ("warning warn attention alert", "警告", "Warning", "#9a6700"),
    ("caution", "注意", "Caution", "#cf222e"),
    ("danger error", "危险", "Danger", "#cf222e"),
    ("failure fail missing", "失败", "Failure", "#cf222e"),
    ("bug", "缺陷", "Bug", "#cf222e"),
    ("example", "示例", "Example", "#8250df"),
    ("quote cite", "引用", "Quote", "#6e7781"),
    ("details", "详情", "Details", "#6e7781"),
];

/// The word and the colour of a kind; a kind that is not known has its own word.
pub(in crate::article) fn callout(kind: &str, is_chinese: bool) -> (String, &'static str) {
    let kind = kind.trim().to_lowercase();
    let known = CALLOUTS
        .iter()
        .find(|(names, ..)| names.split(' ').any(|name| name == kind));
    match known {
        Some((_, chinese, english, colour)) => {
            let word = if is_chinese { chinese } else { english };
            ((*word).to_owned(), colour)
        }
        None => (kind.replace('-', " "), "#6e7781"),
    }
}

/// Languages of code blocks that are drawn elsewhere: their readers would get the source of the drawing.
const DIAGRAMS: &str = " mermaid plantuml puml uml flow flowchart sequence seq dot graphviz gantt mindmap markmap echarts chart charts vega \
    vega-lite wavedrom ditaa nomnoml d2 abc tikz geogebra excalidraw drawio kroki bpmn railroad pikchr svgbob timeline ";
/// Languages of code blocks that a program answers.
const QUERIES: &str = " dataview dataviewjs tasks query base leaflet button tracker ";

/// Whether a code block is a drawing's source, or a question to a program.
pub(in crate::article) fn is_program(info: &str) -> Option<bool> {
    let language = info
        .trim_start_matches('{')
        .split([' ', ',', '{', '}', ':'])
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let is_in = |list: &str| !language.is_empty() && list.split(' ').any(|one| one == language);
    // Boxes that stand where none is made, such as in an item.
    let mut names = CALLOUTS.iter().flat_map(|(names, ..)| names.split(' '));
    let is_box = language.starts_with("ad-")
        || (info.starts_with('{') && names.any(|name| name == language));
    if is_box || is_in(DIAGRAMS) {
        Some(true)
    } else {
        is_in(QUERIES).then_some(false)
    }
}
