# Completions of wxmass for elvish. The program answers; it opens no network and changes nothing.
use str
set edit:completion:arg-completer[wxmass] = {|@words|
    try {
        e:wxmass __complete elvish (- (count $words) 1) -- $@words 2>/dev/null | from-lines | each {|line|
            var value help = (str:split &max=2 "\t" $line)
            var after = ' '
            if (str:has-suffix $value /) { set after = '' }
            edit:complex-candidate $value &code-suffix=$after &display=$value'  '$help
        }
    } catch { }
}
