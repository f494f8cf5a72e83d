//! Commands that take something: fences that grow, words over and under, letters of other alphabets, colours, chemistry.

use super::Reader;
use super::boxes::{grid, over, stacked, under};
use super::letters::{in_alphabet, is_alphabet};
use super::more::{ARROWS, OVER};
use super::sign;

impl Reader<'_> {
    /// Sets a command that takes something; `None` where it is not known or its argument cannot be set.
    pub(super) fn further(&mut self, name: &str) -> Option<String> {
        if let Some((_, mark, sign)) = OVER.iter().find(|(known, ..)| *known == name) {
            return self.accented(mark, sign);
        }
        if let Some((_, arrow)) = ARROWS.iter().find(|(known, _)| *known == name) {
            return self.arrow(arrow);
        }
        if is_alphabet(name) {
            let text = if matches!(name, "cal" | "frak") {
                self.rest_of_group()
            } else {
                self.raw()?
            };
            return in_alphabet(name, text.trim());
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
            | "mathopen" | "mathclose" | "mathpunct" | "mathinner" | "smash" | "ensuremath"
            | "displaylines" => self.argument(),
            "rm" | "bf" | "it" | "sf" | "tt" => self.switched(name),
            "cfrac" => {
                let (above, below) = (self.argument()?, self.argument()?);
                Some(stacked(&[
                    ("border-bottom:1px solid;padding:0 3px", above),
                    ("padding:0 3px", below),
                ]))
            }
            "dbinom" | "tbinom" => {
                let (above, below) = (self.argument()?, self.argument()?);
                Some(grid("pmatrix", &[vec![above], vec![below]], ""))
            }
            "substack" => self.substack(),
            "boxed" | "fbox" => Some(format!(
                "<span style=\"border:1px solid;padding:2px 4px\">{}</span>",
                self.argument()?
            )),
            "cancel" | "bcancel" | "xcancel" | "sout" => Some(format!(
                "<span style=\"text-decoration:line-through\">{}</span>",
                self.argument()?
            )),
            "textcolor" | "colorbox" | "color" => self.coloured(name),
            "tag" => {
                let is_bare = self.takes("*");
                let words = self.raw()?;
                Some(if is_bare {
                    format!("\u{2003}{words}")
                } else {
                    format!("\u{2003}({words})")
                })
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
            "operatorname*" => self.words(false),
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

    /// `{\rm d}`: what is left of the group, in another hand.
    fn switched(&mut self, name: &str) -> Option<String> {
        let of = self.inside(|reader| {
            let mut out = String::new();
            while !reader.rest.is_empty() && !reader.rest.starts_with(['}', '&']) {
                out.push_str(&reader.one()?);
            }
            Some(out)
        })?;
        Some(match name {
            "bf" => format!("<strong>{}</strong>", upright(&of)),
            "it" => of,
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

    /// A brace, and the words at it.
    fn brace(&mut self, name: &str) -> Option<String> {
        let of = self.argument()?;
        let is_over = name.starts_with("over");
        let (side, sign) = if is_over {
            ("top", '^')
        } else {
            ("bottom", '_')
        };
        let braced =
            format!("<span style=\"border-{side}:1px solid;padding-{side}:1px\">{of}</span>");
        self.rest = self.rest.trim_start();
        if !self.rest.starts_with(sign) {
            return Some(braced);
        }
        self.next();
        let words = self.argument()?;
        Some(if is_over {
            over(&words, &braced)
        } else {
            under(&words, &braced)
        })
    }

    /// `\left( … \right)`: fences as high as what they hold.
    fn fenced(&mut self) -> Option<String> {
        let open = self.delimiter()?;
        let inner = self.inside(|reader| {
            let mut out = String::new();
            loop {
                let end = reader.rest.strip_prefix("\\right");
                if let Some(rest) =
                    end.filter(|rest| !rest.starts_with(|it: char| it.is_ascii_alphabetic()))
                {
                    reader.rest = rest;
                    return Some(out);
                }
                if reader.rest.is_empty() {
                    return None;
                }
                out.push_str(&reader.one()?);
            }
        })?;
        let close = self.delimiter()?;
        let rows = inner
            .split("inline-block")
            .map(|part| part.matches("display:block").count())
            .max();
        let rows = rows.unwrap_or_default();
        Some(format!(
            "{}{}{}",
            fence(&open, rows),
            inner.trim(),
            fence(&close, rows)
        ))
    }

    fn delimiter(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        Some(match self.next()? {
            '.' => String::new(),
            '<' => "⟨".to_owned(),
            '>' => "⟩".to_owned(),
            '\\' => {
                let name = self.name()?;
                sign(&name)?.trim().to_owned()
            }
            other => other.to_string(),
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

    fn coloured(&mut self, name: &str) -> Option<String> {
        let colour = self.raw()?;
        let is_colour = colour
            .trim_start_matches('#')
            .bytes()
            .all(|it| it.is_ascii_alphanumeric())
            && colour.len() < 20;
        let of = if name == "color" {
            self.inside(|reader| {
                let mut out = String::new();
                while !reader.rest.is_empty()
                    && !reader.rest.starts_with(['}', '&'])
                    && !reader.rest.starts_with("\\right")
                {
                    out.push_str(&reader.one()?);
                }
                Some(out)
            })?
        } else {
            self.argument()?
        };
        let property = if name == "colorbox" {
            "background-color"
        } else {
            "color"
        };
        is_colour.then(|| format!("<span style=\"{property}:{colour}\">{of}</span>"))
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

fn fence(sign: &str, rows: usize) -> String {
    let sign = sign.replace('<', "&lt;");
    if sign.is_empty() || rows < 2 {
        return sign;
    }
    let height = 1.1 * f64::from(u32::try_from(rows).unwrap_or(2).min(12));
    format!(
        "<span style=\"font-size:{height:.1}em;vertical-align:middle;line-height:1\">{sign}</span>"
    )
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
        ] {
            assert!(html(tex, true).is_ok(), "{tex}: {:?}", html(tex, true));
            assert!(html(tex, false).is_ok(), "{tex}: {:?}", html(tex, false));
        }
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
            (r"\begin{array}{c} \hline a \end{array}", r"\hline"),
            (r"{a \over b}", r"\over"),
        ] {
            assert_eq!(html(tex, false).expect_err(tex), name);
        }
    }
}
