// Names that are cut in the middle: those of the contract's pictures, and that two of one group never read alike.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../src/ui/text/columns.ts';
import { cutName, tellingName } from '../../../src/ui/text/names.ts';

describe('a name in fewer cells', () => {
  it.each([
    ['Newest reconciliation report', 16, 'Newest re…report'],
    ['Newest reconciliation report', 20, 'Newest reconc…report'],
    ['API certificate is valid', 18, 'API certi…is valid'],
    ['API certificate ends in', 17, 'API certi…ends in'],
    ['API certificate is valid', 22, 'API certifica…is valid'],
    ['Intent success rate', 16, 'Intent succ…rate'],
    ['Settlement latency (p95)', 16, 'Settlement…(p95)'],
    ['Settlement latency (p95)', 20, 'Settlement lat…(p95)'],
    ['Relayer balance', 12, 'Relayer…ance'],
    ['Database connections', 17, 'Database co…tions'],
    ['Database connections', 19, 'Database con…ctions'],
    ['Log events arriving', 16, 'Log events…iving'],
    ['Preferred RPC answers', 18, 'Preferred…answers'],
    ['Somebody is on call', 18, 'Somebody i…on call'],
    ['Unhealthy API servers', 18, 'Unhealthy…servers'],
    ['Database log last archived', 22, 'Database log…archived'],
    ['Redis role', 10, 'Redis role'],
  ])('%s in %i cells', (name, columns, cut) => {
    expect(cutName(name, columns)).toBe(cut);
  });

  it('takes no more cells than it has', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (name, columns) => {
          expect(columnsOf(cutName(name, columns))).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});

describe('names of one group', () => {
  it('show where they differ', () => {
    const names = ['Checkout service eu-west-1 latency', 'Checkout service eu-west-2 latency'];
    const shown = names.map((name) => tellingName(name, names, 18));
    expect(new Set(shown).size).toBe(2);
    expect(shown[0]).toContain('eu-west-1');
  });

  it('read alike only where they are alike, or differ beyond the cells that there are', () => {
    const word = fc.constantFrom('Checkout', 'service', 'latency', 'eu', '1', '2', 'p95');
    const name = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(name, name, fc.integer({ min: 12, max: 30 }), (one, other, columns) => {
        if (one === other || one.startsWith(other) || other.startsWith(one)) return;
        expect(tellingName(one, [one, other], columns)).not.toBe(tellingName(other, [one, other], columns));
      }),
    );
  });
});
