/** Splits the text of an event stream into its events: `event: NAME`, `data: JSON`, an empty line. */
export class EventParser {
  #rest = '';
  #name = '';
  #data = '';

  constructor(private readonly take: (name: string, data: string) => void) {}

  push(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const raw of lines) this.#line(raw.endsWith('\r') ? raw.slice(0, -1) : raw);
  }

  #line(line: string): void {
    if (line === '') {
      if (this.#name !== '') this.take(this.#name, this.#data);
      this.#name = this.#data = '';
    } else if (line.startsWith('event:')) this.#name = line.slice(6).trimStart();
    else if (line.startsWith('data:')) this.#data += line.slice(5).trimStart();
  }
}
