# Completions of wxmass for PowerShell. The program answers; it opens no network and changes nothing.
Register-ArgumentCompleter -Native -CommandName wxmass -ScriptBlock {
    param($word, $line, $cursor)
    $begun = @($line.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor })
    $words = @($begun | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $index = $words.Count
    if ($begun[-1].Extent.EndOffset -ge $cursor) { $index -= 1 }
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        wxmass __complete powershell $index '--' $words 2>$null | ForEach-Object {
            $value, $meaning = $_ -split "`t", 2
            if (-not $meaning) { $meaning = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $meaning)
        }
    } finally {
        [Console]::OutputEncoding = $encoding
    }
}
