const bash = `# bash completion of kafka-napi
_kafka_napi() {
  local word line
  COMPREPLY=()
  # A name with a colon is several words to bash.
  local words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <("\${COMP_WORDS[0]}" __complete -- "\${words[@]}" 2>/dev/null)
  [ "\${#COMPREPLY[@]}" -gt 0 ] || compopt -o default 2>/dev/null
}
complete -F _kafka_napi kafka-napi
`;

const zsh = `#compdef kafka-napi
_kafka_napi() {
  local -a found
  found=("\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [ -n "\${found[1]}" ]; then compadd -a found; else _files; fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _kafka_napi kafka-napi
`;

const fish = `# fish completion of kafka-napi
function __kafka_napi_complete
  set -l words (commandline -opc) (commandline -ct)
  $words[1] __complete -- $words[2..] 2>/dev/null
end
complete -c kafka-napi -a '(__kafka_napi_complete)'
`;

const scripts: Record<string, string> = { bash, zsh, fish };

export const shells: readonly string[] = Object.keys(scripts);

export function completionScript(shell: string): string {
  return scripts[shell] as string;
}
