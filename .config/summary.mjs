// Reads what `./dev test` left in a folder (trx files, failed-items, reduced.log) and says it in a few lines; the last is "N passed, N failed".
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const lines = (name) => existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').split('\n').map((l) => l.trim()).filter(Boolean) : [];

const text = (xml) => xml
  .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
  .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
const attribute = (tag, name) => text(tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? '');
const element = (xml, name) => text(xml.match(new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}>`))?.[1] ?? '');
const seconds = (duration) => duration.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) || 0;

function readTrx(file) {
  const xml = readFileSync(join(folder, file), 'utf8');
  const project = file.replace(/\.trx$/, '');
  const results = xml.match(/<UnitTestResult\s[^>]*?(?:\/>|>[\s\S]*?<\/UnitTestResult>)/g) ?? [];
  return results.map((result) => {
    const tag = result.slice(0, result.indexOf('>') + 1);
    return {
      project,
      name: attribute(tag, 'testName'),
      outcome: attribute(tag, 'outcome'),
      seconds: seconds(attribute(tag, 'duration')),
      message: element(result, 'Message'),
      output: element(result, 'StdOut'),
    };
  });
}

const files = existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith('.trx')) : [];
const results = files.flatMap(readTrx);
const passed = results.filter((r) => r.outcome === 'Passed');
const skipped = results.filter((r) => r.outcome === 'NotExecuted');
const failed = results.filter((r) => r.outcome !== 'Passed' && r.outcome !== 'NotExecuted');

// A project whose run ended badly though no test of it failed (a crash, a hang) counts as one failure.
const items = lines('failed-items');
for (const project of lines('not-clean'))
  if (!failed.some((r) => r.project === project)) items.push(`${project}: the test run broke off`);
if (passed.length + failed.length === 0) items.push('no test ran');

const section = (title, list) => { if (list.length) console.log(`\n${title}\n${list.map((l) => `  ${l}`).join('\n')}`); };
const firstLine = (message) => message.split('\n').map((l) => l.trim()).find(Boolean) ?? '';

const reduced = new Set([...results.flatMap((r) => r.output.split('\n')).map((l) => l.trim()).filter((l) => l.startsWith('REDUCED:')), ...lines('reduced.log')]);
section('Reduced (./dev test --full runs them whole):', [...reduced].map((l) => l.replace(/^REDUCED:\s*/, '')).sort());
section('The ten slowest:', results.sort((a, b) => b.seconds - a.seconds).slice(0, 10).map((r) => `${r.seconds.toFixed(1).padStart(6)} s  ${r.name}`));
section('Skipped:', skipped.map((r) => `${r.name}: ${firstLine(r.message) || firstLine(r.output) || 'no reason given'}`).sort());
section('Failed:', [...items, ...failed.map((r) => `${r.name}: ${firstLine(r.message)}`).sort()]);

const failures = failed.length + items.length;
console.log(`\n${passed.length} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
