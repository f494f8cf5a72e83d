//! The commands of TeX that formulas may use, as tables.

/// Commands that stand for one sign.
#[rustfmt::skip]
pub(super) const SIGNS: &[(&str, &str)] = &[
    ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ε"), ("varepsilon", "ε"),
    ("zeta", "ζ"), ("eta", "η"), ("theta", "θ"), ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"),
    ("nu", "ν"), ("xi", "ξ"), ("pi", "π"), ("rho", "ρ"), ("sigma", "σ"), ("tau", "τ"), ("phi", "φ"), ("varphi", "φ"),
    ("chi", "χ"), ("psi", "ψ"), ("omega", "ω"), ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"),
    ("Xi", "Ξ"), ("Pi", "Π"), ("Sigma", "Σ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"), ("times", " × "),
    ("div", " ÷ "), ("cdot", " · "), ("pm", " ± "), ("mp", " ∓ "), ("le", " ≤ "), ("leq", " ≤ "), ("ge", " ≥ "),
    ("geq", " ≥ "), ("ne", " ≠ "), ("neq", " ≠ "), ("approx", " ≈ "), ("equiv", " ≡ "), ("sim", " ∼ "),
    ("propto", " ∝ "), ("to", " → "), ("rightarrow", " → "), ("leftarrow", " ← "), ("Rightarrow", " ⇒ "),
    ("Leftrightarrow", " ⇔ "), ("iff", " ⇔ "), ("in", " ∈ "), ("notin", " ∉ "), ("subset", " ⊂ "),
    ("subseteq", " ⊆ "), ("cup", " ∪ "), ("cap", " ∩ "), ("emptyset", "∅"), ("forall", "∀"), ("exists", "∃"),
    ("neg", "¬"), ("land", " ∧ "), ("lor", " ∨ "), ("infty", "∞"), ("partial", "∂"), ("nabla", "∇"), ("sum", "∑"),
    ("prod", "∏"), ("int", "∫"), ("ldots", "…"), ("dots", "…"), ("cdots", "⋯"), ("circ", "∘"), ("degree", "°"),
    ("prime", "′"), ("angle", "∠"), ("perp", " ⊥ "), ("parallel", " ∥ "), ("therefore", "∴"), ("because", "∵"),
    ("langle", "⟨"), ("rangle", "⟩"), ("lfloor", "⌊"), ("rfloor", "⌋"), ("lceil", "⌈"), ("rceil", "⌉"),
    ("quad", "\u{2003}"), ("qquad", "\u{2003}\u{2003}"), (",", "\u{2009}"), (";", "\u{2005}"), (":", "\u{2005}"),
    ("!", ""), (" ", " "), ("%", "%"), ("$", "$"), ("#", "#"), ("&", "&amp;"), ("_", "_"), ("{", "{"), ("}", "}"),
    ("|", "‖"), ("mapsto", " ↦ "),
    ("longrightarrow", " ⟶ "), ("implies", " ⟹ "), ("uparrow", "↑"), ("downarrow", "↓"), ("ll", " ≪ "), ("gg", " ≫ "),
    ("cong", " ≅ "), ("simeq", " ≃ "), ("supset", " ⊃ "), ("supseteq", " ⊇ "), ("setminus", " ∖ "), ("oplus", " ⊕ "),
    ("otimes", " ⊗ "), ("mid", " ∣ "), ("vert", "|"), ("lvert", "|"), ("rvert", "|"), ("Vert", "‖"), ("lVert", "‖"),
    ("rVert", "‖"), ("ell", "ℓ"), ("hbar", "ℏ"), ("Re", "ℜ"), ("Im", "ℑ"), ("iint", "∬"), ("oint", "∮"),
    ("bigcup", "⋃"), ("bigcap", "⋂"), ("vdots", "⋮"), ("ddots", "⋱"), ("colon", " : "), ("ast", " ∗ "), ("star", " ⋆ "),
    ("bullet", " • "), ("triangle", "△"), ("upsilon", "υ"), ("vartheta", "ϑ"), ("Upsilon", "Υ"), ("limits", ""),
    ("nolimits", ""), ("right", ""), ("displaystyle", ""),
];
/// Names that are set upright.
#[rustfmt::skip]
pub(super) const NAMES: &[&str] = &[
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "log", "ln", "lg", "exp", "lim", "max",
    "min", "sup", "inf", "det", "gcd", "dim", "ker", "deg", "arg",
];
/// Signs and names whose limits stand under and over them in a formula on lines of its own.
#[rustfmt::skip]
pub(super) const UNDER_AND_OVER: &[&str] = &[
    "sum", "prod", "coprod", "bigcup", "bigcap", "bigoplus", "bigotimes", "bigvee", "bigwedge", "bigsqcup", "lim", "max", "min", "sup", "inf",
    "limsup", "liminf", "argmax", "argmin", "Pr", "det", "gcd",
];
/// Rows of cells: the environment, its brackets, and how its columns stand.
#[rustfmt::skip]
pub(super) const BRACKETS: &[(&str, &str, &str, &str)] = &[
    ("matrix", "", "", ""), ("pmatrix", "(", ")", ""), ("bmatrix", "[", "]", ""), ("Bmatrix", "{", "}", ""),
    ("vmatrix", "|", "|", ""), ("Vmatrix", "‖", "‖", ""), ("cases", "{", "", "left"),
    ("aligned", "", "", "aligned"), ("align", "", "", "aligned"), ("split", "", "", "aligned"), ("gathered", "", "", ""),
    ("gather", "", "", ""), ("array", "", "", ""), ("equation", "", "", ""), ("displaymath", "", "", ""), ("math", "", "", ""), ("smallmatrix", "", "", ""),
    ("dcases", "{", "", "left"), ("rcases", "", "}", "left"), ("drcases", "", "}", "left"), ("alignedat", "", "", "aligned"), ("alignat", "", "", "aligned"),
    ("eqnarray", "", "", "aligned"), ("multline", "", "", ""), ("subarray", "", "", ""), ("flalign", "", "", "aligned"),
];
