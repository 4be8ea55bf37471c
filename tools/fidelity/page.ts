import { RULE_AREAS, type Rule } from '../../harness/core/ledger/rule.ts';
import type { Proofs } from './proofs.ts';
import { row } from './table.ts';

const INTRODUCTION = `# Fidelity: what the harness emulates of the Network Load Balancer

Written by \`npm run fidelity\` from the rules in \`harness/core/ledger\` and the tests that name them; do not edit.

- **Confidence**: *documented* – AWS says so now; *observed* – users or recorded answers of AWS show it;
  *unsure* – inferred, weakly sourced, or sources disagree.
- **Emulation**: *emulated*; *partial* – the note says what is missing; *gap* – not emulated.
- **Live**: whether it can be checked on AWS from outside: Y yes, P partly, N no.
- **Source**: DOC(page) is a page of the NLB User Guide, API(Shape) the ELBv2 service model, PF a refused deployment
  as \`badmintoncryer/cdk-preflight\` records it, RD a live answer that \`go-to-k/cdk-real-drift\` recorded, MOTO the
  tests of \`getmoto/moto\`; LBC, CAPA, TFP and TF with a number are issues of the AWS Load Balancer Controller, the
  Cluster API provider for AWS, Terraform's AWS provider and Terraform.
`;

/** docs/fidelity.md: the counts, then every rule with its proof, the other sections, then what is missing. */
export function fidelityPage(
  rules: readonly Rule[],
  proofs: Proofs,
  otherSections: readonly string[] = [],
): string {
  return [
    INTRODUCTION,
    counts(rules, proofs),
    ...Object.entries(RULE_AREAS).map(([area, title]) => areaTable(title, inArea(rules, area), proofs)),
    ...otherSections,
    gaps(rules),
  ].join('\n');
}

function inArea(rules: readonly Rule[], area: string): Rule[] {
  return rules.filter((rule) => rule.id.startsWith(`NLB-${area}-`));
}

function counts(rules: readonly Rule[], proofs: Proofs): string {
  const columns: readonly [string, (rule: Rule) => boolean][] = [
    ['rules', () => true],
    ['documented', (rule) => rule.confidence === 'documented'],
    ['observed', (rule) => rule.confidence === 'observed'],
    ['unsure', (rule) => rule.confidence === 'unsure'],
    ['emulated', (rule) => rule.emulation === 'emulated'],
    ['partial', (rule) => rule.emulation === 'partial'],
    ['gap', (rule) => rule.emulation === 'gap'],
    ['proved', (rule) => proofs.has(rule.id)],
  ];
  const line = (title: string, some: readonly Rule[]): string =>
    row([title, ...columns.map(([, counted]) => String(some.filter(counted).length))]);
  return [
    '## Counts\n',
    row(['area', ...columns.map(([name]) => name)]),
    row(['---', ...columns.map(() => '---:')]),
    ...Object.entries(RULE_AREAS).map(([area, title]) => line(title, inArea(rules, area))),
    line('**all**', rules),
    '',
  ].join('\n');
}

function areaTable(title: string, rules: readonly Rule[], proofs: Proofs): string {
  return [
    `## ${title}\n`,
    row(['rule', 'statement', 'source', 'confidence', 'live', 'emulation', 'proved by', 'note']),
    row(Array<string>(8).fill('---')),
    ...rules.map((rule) =>
      row([
        rule.id,
        rule.values === undefined ? rule.statement : `${rule.statement}<br>*${plain(rule.values)}*`,
        rule.source,
        rule.confidence,
        rule.live,
        rule.emulation,
        proofCell(rule, proofs),
        rule.note ?? '',
      ]),
    ),
    '',
  ].join('\n');
}

function proofCell(rule: Rule, proofs: Proofs): string {
  const files = proofs.get(rule.id);
  if (files === undefined) return rule.emulation === 'emulated' ? '**nothing yet**' : '';
  return files.map((file) => `[${file.replace(/^.*\//, '')}](../${file})`).join('<br>');
}

function gaps(rules: readonly Rule[]): string {
  const list = (emulation: Rule['emulation']): string[] =>
    rules
      .filter((rule) => rule.emulation === emulation)
      .map((rule) => `- ${rule.id}: ${rule.statement} ${rule.note ?? ''}`.trimEnd());
  return ['## Known gaps\n', ...list('gap'), '\n### Emulated in part\n', ...list('partial'), ''].join('\n');
}

/** Text inside emphasis, where an asterisk would end it. */
function plain(text: string): string {
  return text.replaceAll('*', '\\*');
}
