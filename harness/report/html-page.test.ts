import { expect, test } from 'vitest';
import { renderHtmlPage } from './html-page.ts';
import { runReport } from './report.fixture.ts';

const ESCAPED = '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;';
const page = renderHtmlPage(runReport());

test('the page escapes titles, reasons and errors', () => {
  expect(page).not.toContain('<script');
  // Title and error of the failed scenario, reason in its cell and in the list, error outside of scenarios, reason
  // of the world that was left out.
  expect(page.split(ESCAPED)).toHaveLength(1 + 6);
});

test('the page says totals, seed and the worlds, also those that were left out', () => {
  expect(page).toContain('<h1>Scenarios: 3 passed, 1 failed, 2 skipped</h1>');
  expect(page).toContain('3.00 s, seed 7,');
  expect(page).toContain('<strong>netns</strong> in 1.50 s');
  expect(page).toContain('<strong>docker</strong> left out');
});

test('the row of a scenario has a cell for each world, and says when it differs', () => {
  const [row] = page.match(/<tr class="row has-skipped differs"><td>c<.*<\/tr>/) ?? [];
  expect(row?.match(/✓ passed|✗ failed|– skipped|not run/g)).toEqual(['– skipped', '✓ passed']);
  const [onlyThere] = page.match(/<tr class="[^"]*"><td>only here<.*<\/tr>/) ?? [];
  expect(onlyThere?.match(/✓ passed|✗ failed|– skipped|not run/g)).toEqual(['not run', '– skipped']);
});

test('why a scenario failed stands below it, and is filtered with it', () => {
  expect(page).toMatch(
    /<tr class="why row has-failed differs"><td colspan="4"><details open><summary>Why it failed in loopback</,
  );
});

test('the page loads nothing', () => {
  expect(page).not.toMatch(/(?:src|href)=|url\(|@import/);
});
