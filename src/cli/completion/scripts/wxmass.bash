# Completions of wxmass for bash. The program answers; it opens no network and changes nothing.
_wxmass() {
    local words=("${COMP_WORDS[0]}") word separates joined="" before="" quote="" last i
    COMPREPLY=()
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        # Readline splits at "=" and ":" as well, and the program does not.
        separates=""
        [[ -n $word && $word != *[!=:]* ]] && separates=1
        if ((i == COMP_CWORD && BASH_VERSINFO[0] > 3)) && [[ -z $separates ]]; then
            [[ $word == [\'\"]* ]] && quote=${word:0:1}
            word=$2
        fi
        last=$((${#words[@]} - 1))
        if ((i > 1)) && [[ -n $joined$separates ]]; then
            before=${words[last]}
            words[last]+=$word
            [[ -n $separates ]] && before=${words[last]}
        else
            before=""
            words+=("$word")
        fi
        joined=$separates
    done
    while IFS=$'\t' read -r word _; do
        COMPREPLY+=("${word#"$before"}")
    done < <(command wxmass __complete "bash$quote" $((${#words[@]} - 1)) -- "${words[@]}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
        compopt -o nospace 2>/dev/null
    fi
    return 0
}
complete -o nosort -F _wxmass wxmass 2>/dev/null || complete -F _wxmass wxmass
