//! Further signs of KaTeX's list, as a table.

/// Commands that stand for one sign, beside those of `signs`.
#[rustfmt::skip]
pub(super) const MORE: &[(&str, &str)] = &[
    ("geqslant", " ⩾ "), ("leqslant", " ⩽ "), ("geqq", " ≧ "), ("leqq", " ≦ "), ("nleq", " ≰ "), ("ngeq", " ≱ "), ("nless", " ≮ "), ("ngtr", " ≯ "),
    ("lt", " &lt; "), ("gt", " &gt; "), ("lll", " ⋘ "), ("ggg", " ⋙ "), ("lesssim", " ≲ "), ("gtrsim", " ≳ "), ("prec", " ≺ "), ("succ", " ≻ "),
    ("preceq", " ⪯ "), ("succeq", " ⪰ "), ("doteq", " ≐ "), ("triangleq", " ≜ "), ("coloneqq", " ≔ "), ("asymp", " ≍ "), ("approxeq", " ≊ "),
    ("backsim", " ∽ "), ("sime", " ≃ "), ("ncong", " ≇ "), ("nsim", " ≁ "), ("models", " ⊨ "), ("vdash", " ⊢ "), ("dashv", " ⊣ "), ("vDash", " ⊨ "),
    ("top", "⊤"), ("bot", "⊥"), ("varnothing", "∅"), ("complement", "∁"), ("aleph", "ℵ"), ("beth", "ℶ"), ("wp", "℘"), ("eth", "ð"), ("imath", "ı"), ("jmath", "ȷ"),
    ("odot", " ⊙ "), ("ominus", " ⊖ "), ("oslash", " ⊘ "), ("boxplus", " ⊞ "), ("boxtimes", " ⊠ "), ("boxminus", " ⊟ "), ("boxdot", " ⊡ "),
    ("nmid", " ∤ "), ("nparallel", " ∦ "), ("divides", " ∣ "), ("ni", " ∋ "), ("owns", " ∋ "), ("nsubseteq", " ⊈ "), ("nsupseteq", " ⊉ "), ("subsetneq", " ⊊ "),
    ("supsetneq", " ⊋ "), ("subsetneqq", " ⫋ "), ("sqsubseteq", " ⊑ "), ("sqsupseteq", " ⊒ "), ("sqsubset", " ⊏ "), ("sqsupset", " ⊐ "), ("sqcup", " ⊔ "), ("sqcap", " ⊓ "),
    ("uplus", " ⊎ "), ("amalg", " ⨿ "), ("wr", " ≀ "), ("ltimes", " ⋉ "), ("rtimes", " ⋊ "), ("bowtie", " ⋈ "), ("Join", " ⋈ "), ("diamond", " ⋄ "), ("Diamond", "◊"),
    ("lozenge", "◊"), ("Box", "□"), ("square", "□"), ("blacksquare", "■"), ("triangleleft", " ◁ "), ("triangleright", " ▷ "), ("bigtriangleup", " △ "),
    ("bigtriangledown", " ▽ "), ("blacktriangle", "▲"), ("bigstar", "★"), ("bigcirc", " ◯ "), ("dagger", " † "), ("ddagger", " ‡ "), ("dag", "†"), ("ddag", "‡"), ("S", "§"), ("P", "¶"),
    ("flat", "♭"), ("natural", "♮"), ("sharp", "♯"), ("clubsuit", "♣"), ("diamondsuit", "♢"), ("heartsuit", "♡"), ("spadesuit", "♠"), ("checkmark", "✓"),
    ("measuredangle", "∡"), ("sphericalangle", "∢"), ("nexists", "∄"), ("lnot", "¬"), ("wedge", " ∧ "), ("vee", " ∨ "), ("barwedge", " ⊼ "), ("veebar", " ⊻ "), ("xor", " ⊻ "),
    ("iiint", "∭"), ("oiint", "∯"), ("oiiint", "∰"), ("coprod", "∐"), ("bigoplus", "⨁"), ("bigotimes", "⨂"), ("bigodot", "⨀"), ("biguplus", "⨄"), ("bigsqcup", "⨆"),
    ("bigwedge", "⋀"), ("bigvee", "⋁"), ("surd", "√"), ("smallint", "∫"), ("intop", "∫"), ("hookrightarrow", " ↪ "), ("hookleftarrow", " ↩ "), ("gets", " ← "),
    ("longleftarrow", " ⟵ "), ("longleftrightarrow", " ⟷ "), ("Longrightarrow", " ⟹ "), ("Longleftarrow", " ⟸ "), ("Longleftrightarrow", " ⟺ "), ("impliedby", " ⟸ "),
    ("leftrightarrow", " ↔ "), ("Leftarrow", " ⇐ "), ("Uparrow", "⇑"), ("Downarrow", "⇓"), ("updownarrow", "↕"), ("Updownarrow", "⇕"), ("nearrow", " ↗ "), ("searrow", " ↘ "),
    ("swarrow", " ↙ "), ("nwarrow", " ↖ "), ("longmapsto", " ⟼ "), ("rightharpoonup", " ⇀ "), ("rightharpoondown", " ⇁ "), ("leftharpoonup", " ↼ "), ("leftharpoondown", " ↽ "),
    ("rightleftharpoons", " ⇌ "), ("leftrightharpoons", " ⇋ "), ("rightrightarrows", " ⇉ "), ("leftleftarrows", " ⇇ "), ("rightleftarrows", " ⇄ "), ("leftrightarrows", " ⇆ "),
    ("nrightarrow", " ↛ "), ("nleftarrow", " ↚ "), ("nRightarrow", " ⇏ "), ("nLeftarrow", " ⇍ "), ("rightsquigarrow", " ⇝ "), ("leadsto", " ⇝ "), ("twoheadrightarrow", " ↠ "),
    ("rightarrowtail", " ↣ "), ("circlearrowleft", " ↺ "), ("circlearrowright", " ↻ "), ("curvearrowright", " ↷ "), ("curvearrowleft", " ↶ "), ("multimap", " ⊸ "), ("upharpoonright", "↾"),
    ("dotsc", "…"), ("dotsb", "⋯"), ("dotsm", "⋯"), ("dotsi", "⋯"), ("dotso", "…"), ("iddots", "⋰"), ("cdotp", "·"), ("ldotp", "."), ("centerdot", " · "), ("bigdot", " • "),
    ("backslash", "\\"), ("lbrace", "{"), ("rbrace", "}"), ("lbrack", "["), ("rbrack", "]"), ("lang", "⟨"), ("rang", "⟩"), ("lgroup", "("), ("rgroup", ")"), ("ulcorner", "⌜"),
    ("urcorner", "⌝"), ("llcorner", "⌞"), ("lrcorner", "⌟"), ("llbracket", "⟦"), ("rrbracket", "⟧"), ("varsigma", "ς"), ("varrho", "ϱ"), ("varpi", "ϖ"), ("varkappa", "ϰ"), ("digamma", "ϝ"),
    ("omicron", "ο"), ("varDelta", "Δ"), ("varGamma", "Γ"), ("varOmega", "Ω"), ("varPhi", "Φ"), ("varPi", "Π"), ("varSigma", "Σ"), ("varTheta", "Θ"), ("varLambda", "Λ"), ("varPsi", "Ψ"), ("varXi", "Ξ"),
    ("hslash", "ℏ"), ("Finv", "Ⅎ"), ("Game", "⅁"), ("mho", "℧"), ("ohm", "Ω"), ("Bbbk", "𝕜"), ("backprime", "‵"), ("dprime", "″"), ("yen", "¥"), ("pounds", "£"), ("euro", "€"), ("copyright", "©"),
    ("enspace", "\u{2002}"), ("thinspace", "\u{2009}"), ("medspace", "\u{2005}"), ("thickspace", "\u{2005}"), (">", "\u{2005}"), ("enskip", "\u{2002}"), ("nobreakspace", "\u{a0}"), ("space", " "),
    ("negthinspace", ""), ("negmedspace", ""), ("negthickspace", ""), ("nonumber", ""), ("notag", ""), ("textstyle", ""), ("scriptstyle", ""), ("scriptscriptstyle", ""), ("strut", ""), ("allowbreak", ""),
    ("nobreak", ""), ("mathstrut", ""), ("relax", ""), ("hfill", "\u{2003}"), ("protect", ""),
    ("middle", ""), ("bmod", " mod "), ("mod", "\u{2003}mod "), ("colonequals", " ≔ "), ("vcentcolon", " : "), ("ratio", " : "), ("And", " &amp; "), ("ast", " ∗ "), ("lq", "‘"), ("rq", "’"), ("N", "ℕ"), ("R", "ℝ"), ("Z", "ℤ"), ("Q", "ℚ"), ("C", "ℂ"),
    ("cdots", "⋯"), ("mathellipsis", "…"), ("textellipsis", "…"), ("textdegree", "°"), ("textasciitilde", "~"), ("lmoustache", "⎰"), ("rmoustache", "⎱"), ("intercal", " ⊺ "), ("pitchfork", " ⋔ "), ("between", " ≬ "), ("smile", " ⌣ "), ("frown", " ⌢ "),
    ("propto", " ∝ "), ("varpropto", " ∝ "), ("ne", " ≠ "), ("trianglelefteq", " ⊴ "), ("trianglerighteq", " ⊵ "), ("vartriangle", "△"), ("triangledown", "▽"), ("eqsim", " ≂ "), ("bumpeq", " ≏ "), ("circeq", " ≗ "), ("risingdotseq", " ≓ "), ("Vdash", " ⊩ "), ("Vvdash", " ⊪ "),
];

/// Names that are set upright, beside those of `signs`.
#[rustfmt::skip]
pub(super) const MORE_NAMES: &[&str] = &[
    "sinh", "cosh", "tanh", "coth", "Pr", "hom", "limsup", "liminf", "argmax", "argmin", "plim", "arctg", "arcctg", "tg", "ctg", "cosec", "sech", "csch", "th", "sh", "ch", "cth", "cotg", "injlim", "projlim",
];

/// Further marks over what they take: the combining character for one letter, and the sign for more.
#[rustfmt::skip]
pub(super) const OVER: &[(&str, &str, &str)] = &[
    ("hat", "\u{302}", "^"), ("widehat", "\u{302}", "^"), ("bar", "\u{304}", ""), ("vec", "\u{20d7}", "→"), ("tilde", "\u{303}", "~"), ("widetilde", "\u{303}", "~"),
    ("dot", "\u{307}", "."), ("ddot", "\u{308}", ".."), ("dddot", "\u{20db}", "..."), ("check", "\u{30c}", "ˇ"), ("widecheck", "\u{30c}", "ˇ"), ("breve", "\u{306}", "˘"), ("acute", "\u{301}", "´"), ("grave", "\u{300}", "`"),
    ("mathring", "\u{30a}", "˚"), ("overrightarrow", "", "→"), ("overleftarrow", "", "←"), ("overleftrightarrow", "", "↔"), ("Overrightarrow", "", "⇒"), ("overparen", "", "⏜"), ("wideparen", "", "⏜"), ("overarc", "", "⏜"), ("overgroup", "", "⏠"), ("overharpoon", "", "⇀"), ("overrightharpoon", "", "⇀"),
    ("overleftharpoon", "", "↼"), ("overlinesegment", "", "⟝⟞"), ("ddddot", "\u{20dc}", "...."),
];

/// Signs under what they take.
#[rustfmt::skip]
pub(super) const UNDER: &[(&str, &str)] = &[
    ("underrightarrow", "→"), ("underleftarrow", "←"), ("underleftrightarrow", "↔"), ("undergroup", "⏡"), ("underlinesegment", "⟝⟞"), ("utilde", "~"), ("underparen", "⏝"),
];

/// Arrows and signs with words over and under them.
#[rustfmt::skip]
pub(super) const ARROWS: &[(&str, &str)] = &[
    ("xrightarrow", "⟶"), ("xleftarrow", "⟵"), ("xleftrightarrow", "⟷"), ("xRightarrow", "⟹"), ("xLeftarrow", "⟸"), ("xLeftrightarrow", "⟺"), ("xmapsto", "⟼"), ("xlongequal", "══"),
    ("xrightleftharpoons", "⇌"), ("xleftrightharpoons", "⇋"), ("xhookrightarrow", "↪"), ("xhookleftarrow", "↩"), ("xtwoheadrightarrow", "↠"), ("xtofrom", "⇄"), ("xrightharpoonup", "⇀"), ("xrightharpoondown", "⇁"), ("xleftharpoonup", "↼"), ("xleftharpoondown", "↽"), ("xtwoheadleftarrow", "↞"),
];
