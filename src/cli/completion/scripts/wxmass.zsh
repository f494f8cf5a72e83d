#compdef wxmass
# Completions of wxmass for zsh. The program answers; it opens no network and changes nothing.
_wxmass() {
    local value help
    local -a typed=("${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}") items=() folders=()
    # A home that is written "~" would be quoted.
    local home=""
    [[ $PREFIX == \~/* ]] && compset -P '\~/' && home='~/'
    while IFS=$'\t' read -r value help; do
        value=${value#$home}
        if [[ $value == */ ]]; then
            value=${value%/}
            folders+=("${${value//\\/\\\\}//:/\\:}")
        else
            items+=("${${value//\\/\\\\}//:/\\:}${help:+:${help//\\/\\\\}}")
        fi
    done < <(command wxmass __complete zsh $((CURRENT - 1)) -- "${typed[@]}" 2>/dev/null)
    (( $#folders )) && _describe -V 'folders' folders -S / -r /
    (( $#items )) && _describe -V 'values' items
    (( $#folders + $#items ))
}
if [[ $funcstack[1] == _wxmass ]]; then
    _wxmass "$@"
else
    compdef _wxmass wxmass
fi
