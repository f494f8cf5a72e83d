# Completions of wxmass for fish. The program answers; it opens no network and changes nothing.
function __wxmass_complete
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    command wxmass __complete fish (count $words) -- $words "$current" 2>/dev/null
end
complete --command wxmass --no-files --keep-order --arguments '(__wxmass_complete)'
