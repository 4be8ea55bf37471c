import { expect, test } from 'vitest';
import { renderJsonReport } from './json-report.ts';
import { renderJunitReport } from './junit-report.ts';
import { NASTY, result, runReport, worldReport } from './report.fixture.ts';

test('the JSON report has each scenario once, with its result in each world', () => {
  const { scenarios, worlds, leftOut, rules } = JSON.parse(renderJsonReport(runReport()));
  expect(scenarios).toHaveLength(4);
  expect(scenarios[2]).toMatchObject({
    title: 'c',
    results: {
      loopback: { state: 'skipped', reason: NASTY },
      netns: { state: 'passed', reason: null },
    },
  });
  expect(scenarios[3].results.loopback).toBeNull();
  expect(worlds).toMatchObject([
    { world: 'loopback', totals: { passed: 1, failed: 1, skipped: 1 } },
    { world: 'netns', errors: [NASTY] },
  ]);
  expect(leftOut).toEqual([{ world: 'docker', reason: NASTY }]);
  expect(rules['NLB-RT-06']).toEqual(['loopback', 'netns']);
});

test('the JUnit report has a suite for each world, and counts what is in it', () => {
  const xml = renderJunitReport(runReport());
  expect(xml.match(/<testsuite name="\w+" [^>]*skipped="\d"/g)).toEqual([
    '<testsuite name="loopback" tests="3" failures="1" errors="0" skipped="1"',
    '<testsuite name="netns" tests="4" failures="0" errors="1" skipped="1"',
    '<testsuite name="docker" tests="1" failures="0" errors="0" skipped="1"',
  ]);
  expect(xml).toContain('<testsuites name="nlb-harness" tests="8" failures="1" errors="1"');
  expect(xml.match(/<testcase /g)).toHaveLength(8);
  expect(xml).not.toContain('<script');
  expect(xml).toContain('&lt;script&gt;');
});

test('characters that XML cannot carry are replaced in the JUnit report', () => {
  const run = runReport();
  const odd = result({ title: 'a\u0000b\ud800c\u{1f600}', state: 'failed', errors: ['\u001b[31m'] });
  const xml = renderJunitReport({ ...run, worlds: [worldReport('loopback', [odd])] });
  expect(xml).toContain('name="a\ufffdb\ufffdc\u{1f600}"');
  expect(xml).toContain('<failure message="\ufffd[31m">');
});
