/** A string literal of a source file, without its quotes; a template's text has its expressions left out. */
export interface StringLiteral {
  /** Offset of the opening quote. */
  readonly start: number;
  /** Offset after the closing quote. */
  readonly end: number;
  readonly text: string;
}

/** A source file with all that is not code put aside. */
export interface ScannedSource {
  /**
   * The file with comments, the insides of strings and regular expressions replaced by spaces: same length, same
   * lines, quotes kept. What is found in it is code.
   */
  readonly code: string;
  readonly strings: readonly StringLiteral[];
}

const BEFORE_REGULAR_EXPRESSION =
  /(?:^|[([{}=,:;!&|?+\-*%<>~^]|\b(?:return|typeof|case|of|in|throw|void|else|do))\s*$/;

/** Reads TypeScript or JavaScript far enough to tell code from comments, strings and regular expressions. */
export function scanSource(source: string): ScannedSource {
  const strings: StringLiteral[] = [];
  let code = '';

  const blank = (end: number): void => {
    code += source.slice(code.length, end).replace(/[^\n]/g, ' ');
  };
  const keep = (end: number): void => {
    code += source.slice(code.length, end);
  };

  const quoted = (quote: string): void => {
    const start = code.length;
    keep(start + 1);
    let end = start + 1;
    while (end < source.length && source[end] !== quote) end += source[end] === '\\' ? 2 : 1;
    blank(Math.min(end, source.length));
    keep(code.length + 1);
    strings.push({ start, end: code.length, text: source.slice(start + 1, end) });
  };

  const template = (): void => {
    const start = code.length;
    let text = '';
    keep(start + 1);
    while (code.length < source.length) {
      const at = code.length;
      if (source[at] === '`') break;
      if (source.startsWith('${', at)) {
        keep(at + 2);
        scanUntil('}');
        keep(code.length + 1);
      } else {
        const end = at + (source[at] === '\\' ? 2 : 1);
        text += source.slice(at, end);
        blank(end);
      }
    }
    keep(code.length + 1);
    strings.push({ start, end: code.length, text });
  };

  const regularExpression = (): void => {
    let end = code.length + 1;
    let inClass = false;
    while (end < source.length && source[end] !== '\n' && (inClass || source[end] !== '/')) {
      if (source[end] === '[') inClass = true;
      if (source[end] === ']') inClass = false;
      end += source[end] === '\\' ? 2 : 1;
    }
    blank(end + 1);
  };

  /** Scans up to, not including, the bracket that closes this level; without one, to the end. */
  const scanUntil = (closing: string | undefined): void => {
    let depth = 0;
    while (code.length < source.length) {
      const at = code.length;
      const character = source[at];
      if (source.startsWith('//', at)) blank(endOf('\n', at));
      else if (source.startsWith('/*', at)) blank(endOf('*/', at) + 2);
      else if (character === "'" || character === '"') quoted(character);
      else if (character === '`') template();
      else if (character === '/' && BEFORE_REGULAR_EXPRESSION.test(code.slice(-40))) regularExpression();
      else {
        if (character === closing && depth === 0) return;
        if (character === '{') depth += 1;
        if (character === '}') depth -= 1;
        keep(at + 1);
      }
    }
  };

  const endOf = (mark: string, from: number): number => {
    const end = source.indexOf(mark, from);
    return end === -1 ? source.length : end;
  };

  scanUntil(undefined);
  return { code, strings };
}

/** The line, from 1, that an offset is on. */
export function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
