import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const source = path.join(__dirname, '../../src');
const { SyntaxKind } = ts;

/** `undefined` means the same as absent everywhere, so that the types say so under `exactOptionalPropertyTypes` too. */
test('every optional member of a type may be undefined', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/^(cli|binding)\b/.test(file),
  );
  const strict: string[] = [];
  let members = 0;
  for (const file of files) {
    const text = readFileSync(path.join(source, file), 'utf8');
    const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    const visit = (node: ts.Node): void => {
      if (ts.isPropertySignature(node) && node.questionToken && node.type) {
        members++;
        const takes = ts.isUnionTypeNode(node.type) ? node.type.types : [node.type];
        const wide = [SyntaxKind.UndefinedKeyword, SyntaxKind.UnknownKeyword, SyntaxKind.NeverKeyword];
        if (!takes.some(({ kind }) => wide.includes(kind))) strict.push(`${file}: ${node.name.getText()}`);
      }
      // The type of an assertion is not part of the interface.
      ts.forEachChild(ts.isAsExpression(node) ? node.expression : node, visit);
    };
    visit(parsed);
  }
  expect(members).toBeGreaterThan(500);
  expect(strict).toEqual([]);
});
