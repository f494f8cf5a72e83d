//! Commands that take something: fences that grow, words over and under, letters of other alphabets, colours, chemistry.

use super::Reader;
use super::boxes::{grid, over, stacked, under};
use super::fences::big;
use super::infix::fraction;
use super::letters::{in_alphabet, is_alphabet};
use super::more::{ARROWS, OVER, UNDER};
use super::paint::{boxed, size};

impl Reader<'_> {
    /// Sets a command that takes something; `None` where it is not known or its argument cannot be set.
    pub(super) fn further(&mut self, name: &str) -> Option<String> {
        if let Some((_, mark, sign)) = OVER.iter().find(|(known, ..)| *known == name) {
            return self.accented(mark, sign);
        }
        if let Some(size) = big(name) {
            return self.of_size(size);
        }
        if let Some((_, sign)) = UNDER.iter().find(|(known, _)| *known == name) {
            let of = self.argument()?;
            return Some(under(sign, &of));
        }
        if let Some((_, arrow)) = ARROWS.iter().find(|(known, _)| *known == name) {
            return self.arrow(arrow);
        }
        if is_alphabet(name) {
            let is_switch =
                matches!(name, "cal" | "frak") && !self.rest.trim_start().starts_with('{');
            let text = if is_switch {
                self.rest_of_group()
            } else {
                self.raw()?
            };
            if let Some(letters) = in_alphabet(name, text.trim()) {
                return Some(letters);
            }
            // A formula is set as it is; a letter that the alphabet lacks is no formula.
            return self.inside(|reader| match name {
                "textsf" | "texttt" => reader.set_words(&text),
                _ if text.contains(['\\', '^', '_']) => reader.cell(&text),
                _ => None,
            });
        }
        match name {
            "left" => self.fenced(),
            "overset" | "stackrel" => {
                let (above, of) = (self.argument()?, self.argument()?);
                Some(over(&above, &of))
            }
            "underset" => {
                let (below, of) = (self.argument()?, self.argument()?);
                Some(under(&below, &of))
            }
            "overbrace" | "underbrace" | "overbracket" | "underbracket" => self.brace(name),
            "boldsymbol" | "bm" | "pmb" | "mathbfit" | "bold" => {
                Some(format!("<strong>{}</strong>", self.argument()?))
            }
            "mathit" | "mathnormal" | "textit" | "mathop" | "mathrel" | "mathbin" | "mathord"
            | "mathopen" | "mathclose" | "mathpunct" | "mathinner" | "ensuremath"
            | "displaylines" | "mathclap" | "vcenter" => self.argument(),
            name if size(name).is_some() => self.sized(size(name)?),
            "rm" | "bf" | "it" | "sf" | "tt" => self.switched(name),
            "cfrac" => {
                let (above, below) = (self.argument()?, self.argument()?);
                Some(fraction(above, below))
            }
            "dbinom" | "tbinom" => {
                let (above, below) = (self.argument()?, self.argument()?);
                Some(grid("pmatrix", &[vec![above], vec![below]], ""))
            }
            "substack" => self.substack(),
            "boxed" => Some(boxed(&self.argument()?)),
            "fbox" => Some(boxed(&self.words(false)?)),
            "fcolorbox" => self.framed(),
            "genfrac" => self.general_fraction(),
            "raisebox" => self.raised(),
            "underbar" => {
                let of = self.words(false)?;
                Some(format!(
                    "<span style=\"border-bottom:1px solid\">{of}</span>"
                ))
            }
            "smash" => {
                if self.takes("[") {
                    self.until(Some(']'))?;
                }
                self.argument()
            }
            "bra" | "Bra" | "ket" | "Ket" | "braket" | "Braket" | "set" | "Set" => {
                let (open, close) = match name {
                    "bra" | "Bra" => ("⟨", "|"),
                    "ket" | "Ket" => ("|", "⟩"),
                    "set" | "Set" => ("{", "}"),
                    _ => ("⟨", "⟩"),
                };
                Some(format!("{open}{}{close}", self.argument()?))
            }
            "varlimsup" => Some("<span style=\"border-top:1px solid\">lim</span>\u{2009}".into()),
            "varliminf" => {
                Some("<span style=\"border-bottom:1px solid\">lim</span>\u{2009}".into())
            }
            "varinjlim" => Some(under("→", "lim") + "\u{2009}"),
            "varprojlim" => Some(under("←", "lim") + "\u{2009}"),
            "\\" => Some("<br>".to_owned()),
            "cancel" | "bcancel" | "xcancel" | "sout" => Some(format!(
                "<span style=\"text-decoration:line-through\">{}</span>",
                self.argument()?
            )),
            "textcolor" | "colorbox" | "color" => self.coloured(name),
            "tag" => {
                let is_bare = self.takes("*");
                let words = self.words(false)?;
                self.tag = if is_bare {
                    format!("\u{2003}{words}")
                } else {
                    format!("\u{2003}({words})")
                };
                Some(String::new())
            }
            "label" => self.raw().map(|_| String::new()),
            "phantom" | "hphantom" => {
                let of = self.argument()?;
                Some("\u{2002}".repeat(width(&of)))
            }
            "vphantom" => self.argument().map(|_| String::new()),
            "hspace" | "hskip" | "kern" | "mkern" | "mskip" | "mspace" => self.space(),
            "not" => {
                self.rest = self.rest.trim_start();
                let of = self.one()?;
                let sign = of.trim();
                (sign.chars().count() == 1).then(|| format!(" {sign}\u{338} "))
            }
            "pmod" | "pod" => {
                let of = self.argument()?;
                let word = if name == "pmod" { "mod " } else { "" };
                Some(format!("\u{2003}({word}{of})"))
            }
            "ce" | "pu" => super::chemistry::html(&self.raw()?),
            "operatorname*" | "clap" => self.words(false),
            _ => None,
        }
    }

    /// Takes a sign that stands here.
    pub(super) fn takes(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start();
        let taken = rest.strip_prefix(sign);
        if let Some(rest) = taken {
            self.rest = rest;
        }
        taken.is_some()
    }

    /// A group as it is written, or the next sign.
    pub(super) fn raw(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        let Some(inner) = self.rest.strip_prefix('{') else {
            return self.next().map(String::from);
        };
        let mut depth = 1_usize;
        for (at, character) in inner.char_indices() {
            match character {
                '{' => depth += 1,
                '}' if depth == 1 => {
                    self.rest = inner.get(at + 1..)?;
                    return inner.get(..at).map(str::to_owned);
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// The rest of the group, as written.
    fn rest_of_group(&mut self) -> String {
        let end = self
            .rest
            .find(['}', '\\', '^', '_'])
            .unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        text.trim().to_owned()
    }

    /// The rest of the group or of its cell, set: what a switch changes.
    pub(super) fn behind(&mut self) -> Option<String> {
        self.inside(|reader| {
            let mut out = String::new();
            while !reader.rest.is_empty()
                && !reader.rest.starts_with(['}', '&'])
                && !reader.rest.starts_with("\\right")
            {
                out.push_str(&reader.one()?);
            }
            Some(out)
        })
    }

    /// `{\rm d}`: what is left of the group, in another hand.
    fn switched(&mut self, name: &str) -> Option<String> {
        let of = self.behind()?;
        Some(match name {
            "bf" => format!("<strong>{}</strong>", upright(&of)),
            "it" => of,
            "sf" | "tt" => {
                let letters = upright(&of);
                let alphabet = if name == "sf" { "mathsf" } else { "mathtt" };
                in_alphabet(alphabet, &letters).unwrap_or(letters)
            }
            _ => upright(&of),
        })
    }

    /// A mark over a letter, or a sign over more.
    fn accented(&mut self, mark: &str, sign: &str) -> Option<String> {
        let of = self.argument()?;
        let inner = of
            .strip_prefix("<i>")
            .and_then(|it| it.strip_suffix("</i>"))
            .unwrap_or(&of);
        if inner.chars().count() == 1 && !mark.is_empty() {
            return Some(if inner.len() < of.len() {
                format!("<i>{inner}{mark}</i>")
            } else {
                format!("{inner}{mark}")
            });
        }
        Some(match sign {
            "" => format!("<span style=\"border-top:1px solid\">{of}</span>"),
            sign => over(sign, &of),
        })
    }

    fn arrow(&mut self, arrow: &str) -> Option<String> {
        let below = if self.rest.starts_with('[') {
            self.next();
            Some(self.until(Some(']'))?)
        } else {
            None
        };
        let above = self.argument()?;
        let set = if above.is_empty() {
            arrow.to_owned()
        } else {
            over(&above, arrow)
        };
        Some(match below {
            Some(below) => format!(" {} ", under(&below, &set)),
            None => format!(" {set} "),
        })
    }

    fn substack(&mut self) -> Option<String> {
        let text = self.raw()?;
        let mut lines = Vec::new();
        for row in super::rows::cells(&text) {
            lines.push(("", self.cell(&row.join("&"))?));
        }
        Some(stacked(&lines))
    }

    /// A space of a measure: `\hspace{1em}`, `\kern3pt`.
    fn space(&mut self) -> Option<String> {
        self.takes("*");
        let measure = if self.rest.trim_start().starts_with('{') {
            self.raw()?
        } else {
            let end = self
                .rest
                .find(|it: char| !it.is_ascii_alphanumeric() && !"-. ".contains(it))
                .unwrap_or(self.rest.len());
            let unit = ["em", "mu", "pt", "ex", "px", "cm", "mm"]
                .iter()
                .filter_map(|unit| self.rest.get(..end)?.find(unit))
                .min()?;
            let (measure, rest) = self.rest.split_at(unit + 2);
            self.rest = rest;
            measure.to_owned()
        };
        let unit = measure.trim_start_matches(|it: char| !it.is_ascii_alphabetic());
        let number: f64 = measure.trim().trim_end_matches(unit).trim().parse().ok()?;
        let ems = number
            * match unit.trim() {
                "em" => 1.0,
                "ex" => 0.5,
                "mu" => 1.0 / 18.0,
                "pt" | "px" => 0.08,
                "cm" => 2.4,
                "mm" => 0.24,
                _ => return None,
            };
        Some(match ems {
            ems if ems <= 0.05 => String::new(),
            ems if ems < 0.4 => "\u{2009}".to_owned(),
            ems => "\u{2003}".repeat((ems.round() as usize).clamp(1, 10)),
        })
    }
}

fn upright(html: &str) -> String {
    html.replace("<i>", "").replace("</i>", "")
}

/// Letters of what is set, without its tags.
fn width(html: &str) -> usize {
    let words = html
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, words)| words));
    words
        .map(|words| words.chars().count())
        .sum::<usize>()
        .clamp(1, 20)
}

#[cfg(test)]
mod tests {
    use super::super::html;

    #[test]
    fn schools_and_papers_are_set() {
        for tex in [
            r"\mathcal{L}",
            r"A^\top",
            r"\hat{\beta}",
            r"\boldsymbol{\theta} \bm{x}",
            r"a \geqslant b \leqslant c",
            r"x=1 \tag{1}",
            r"\underbrace{a+b}_{n}",
            r"\overbrace{a+b}^{n}",
            r"\underset{x}{\max} \overset{n}{=} \stackrel{a}{=}",
            r"\operatorname*{argmax}_x f",
            r"\operatorname*{arg\,max}_x f",
            r"\text{若 $x>0$ 则}",
            r"\left\{\begin{array}{l} x+y=1 \\ x-y=2 \end{array}\right.",
            r"\begin{equation} a=b \end{equation}",
            r"\widehat{AB} \widetilde{xy}",
            r"\varnothing",
            r"a \odot b",
            r"a \not= b \nmid c",
            r"\phantom{x}\hspace{1em}",
            r"\sum_{\substack{i<n \\ j<m}} x",
            r"\cfrac{1}{2}",
            r"\mathscr{F} \mathfrak{g}",
            r"{\rm d}x {\bf v}",
            r"\dagger \aleph \cancel{x}",
            r"\boxed{x}",
            r"a \xrightarrow{f} b \xrightarrow[g]{f} c",
            r"\ce{2H2 + O2 -> 2H2O}",
            r"\color{red}{x}",
            r"\textcolor{red}{x}",
            r"\Pr(A)",
            r"\vec{AB} \overrightarrow{AB}",
            r"a \bmod b \pmod{n}",
            r"a \lt b",
            r"\begin{pmatrix} \frac{1}{2} & 0 \\ 0 & 1 \end{pmatrix}",
            r"\begin{cases} \frac{1}{2} & x>0 \\ 0 & \text{否则} \end{cases}",
            r"\begin{bmatrix} \begin{matrix} a \end{matrix} & b \end{bmatrix}",
            r"\left(\frac{a}{b}\right)^2",
            r"\left|\frac{a}{b}\right|",
            r"\lim\limits_{x\to 0}",
            r"\begin{aligned} x &= 1 \\[4pt] y &\leftarrow 2 \end{aligned}",
            r"\mathbb{1}\mathbb{E}[X]",
            r"\nabla_\theta J",
            r"\because a \therefore b",
            r"\triangle ABC \sim \triangle DEF",
            r"\overset{\frown}{AB}",
            r"\iint_D f",
            r"x \in \complement_U A",
            r"\dfrac{a}{b}",
            r"\Bigl( x \Bigr)",
            r"\mathrm{d}x",
            r"{a \over b+1} {n \choose k} {a \atop b} \left( x \over y \right)",
            r"\begin{array}{c|c} \hline a & b \\ \hline c & d \\ \hline \end{array}",
            r"\begin{matrix} a & b \cr c & d \end{matrix}",
            r"\bra{\phi} \ket{\psi} \braket{\phi|\psi} \set{x | x<5}",
            r"\text{caf\'{e} \textbf{b} \AA} \colorbox{aqua}{$F=ma$} \fbox{中文}",
            r"\genfrac ( ] {2pt}{0}a{a+1} {\large x} \left(\LARGE{AB}\right)",
            r"\mathcal{AaBb123} \mathsf{\mathbf{H}} \frak{AB} \mathsfit{Ab0}",
            r"\underrightarrow{AB} \utilde{AB} \varinjlim \xrightharpoonup{abc}",
            r"\Alpha \alef \precsim \dashrightarrow \isin \Reals \coloneq",
        ] {
            assert!(html(tex, true).is_ok(), "{tex}: {:?}", html(tex, true));
            assert!(html(tex, false).is_ok(), "{tex}: {:?}", html(tex, false));
        }
        for (tex, set) in [
            (r#"\text{na\"{\i}ve}"#, "na\u{131}\u{308}ve"),
            (r"\text{caf\'e \^\i}", "cafe\u{301} \u{131}\u{302}"),
            (r"\text{\'{<}b}", "&lt;\u{301}b"),
            (r"a \tag{x<y}", "(x&lt;y)"),
        ] {
            let made = html(tex, true).expect("a formula");
            assert!(made.contains(set), "{tex}: {made}");
        }
        let ruled = html(
            r"\begin{array}{c|c} a & b \\ \hline c & d \\ \hline \end{array}",
            true,
        );
        let ruled = ruled.expect("a formula");
        assert_eq!(ruled.matches("border-top").count(), 2, "{ruled}");
        assert_eq!(ruled.matches("border-bottom").count(), 2, "{ruled}");
        assert_eq!(ruled.matches("border-left").count(), 2, "{ruled}");
        let aligned = html(r"\begin{aligned} x &= 1 \end{aligned}", true).expect("a formula");
        assert!(aligned.contains("\u{2009}= 1"), "{aligned}");
    }

    #[test]
    fn what_is_refused_has_its_name() {
        for (tex, name) in [
            (r"a \unknown b", r"\unknown"),
            (r"\frac{\strange}{2}", r"\strange"),
            (
                r"\begin{tikzpicture}x\end{tikzpicture}",
                r"\begin{tikzpicture}",
            ),
            (r"\def\a{b} \a", r"\def"),
            (r"\text{a \strange}", r"\strange"),
            (r"\text{\'{\strange}}", r"\strange"),
            (r"\genfrac{\strange}{)}{0pt}{0}{a}{b}", r"\strange"),
        ] {
            assert_eq!(html(tex, false).expect_err(tex), name);
        }
    }

    /// The commands that KaTeX supports ("Support Table", version 0.18), each set or refused by its own name.
    #[test]
    fn every_command_of_katex_is_set_or_named() {
        let list = include_str!("../../../tests/fixtures/articles/katex-commands.txt");
        let mut refused = Vec::new();
        for name in list.lines() {
            // Arguments as most commands take them; a switch and a sign leave them behind.
            let tex = match name {
                "kern" | "mkern" | "mskip" | "hskip" => format!("\\{name}1em a"),
                "big" | "Big" | "bigg" | "Bigg" => format!("\\{name}( a"),
                _ if super::big(name).is_some() => format!("\\{name}( a"),
                "over" | "atop" | "choose" | "brace" | "brack" => format!("{{a \\{name} b}}"),
                "hspace" | "raisebox" => format!("\\{name}{{1em}}{{a}}"),
                "genfrac" => format!("\\{name}(]{{0pt}}1{{a}}{{b}}"),
                "hline" | "hdashline" => {
                    format!("\\begin{{array}}{{c}} a \\\\ \\{name} b \\end{{array}}")
                }
                "cr" => "\\begin{matrix} a \\cr b \\end{matrix}".to_owned(),
                "not" => "\\not=".to_owned(),
                _ => format!("\\{name}{{a}}{{b}}{{c}}"),
            };
            let in_words = format!("\\text{{\\{name}{{a}}}}");
            match html(&tex, true).or_else(|error| html(&in_words, true).map_err(|_| error)) {
                Ok(_) => {}
                Err(what) => {
                    assert_eq!(what, format!("\\{name}"), "{tex}");
                    refused.push(name);
                }
            }
        }
        assert_eq!(
            refused.join(" "),
            "above angl angln arraystretch char def edef expandafter futurelet gdef global href htmlClass htmlData htmlId htmlStyle \
             includegraphics let llap long mathchoice mathllap mathrlap newcommand noexpand phase providecommand \
             renewcommand rlap rule url verb xdef"
        );
    }
}
