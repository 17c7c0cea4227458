// What is absent where that lets something pass: a look has to say so, silence says nothing.
import { describe, expect, it } from 'vitest';
import { none, walk, type Look } from '../support/walk-looks.ts';

describe('where it lets pass, only a look that says so counts', () => {
  /** P passes, F fails, ? cannot be told; one a second. */
  const line = (when: string, looks: Looks): string => {
    const spec = { metrics: { m: {}, d: { expr: 'm * 2' } }, gate: { required: { x: when } } };
    return walk(spec, { m: looks })
      .map(({ board }) => board.gate.criteria[0]?.status)
      .map((status) => (status === 'pass' ? 'P' : status === 'fail' ? 'F' : '?'))
      .join('');
  };
  type Looks = readonly Look[];
  const gone = (count: number): Look[] => none(count, 'timeout');
  it.each<[string, string, Look[], string]>([
    ['nobody ever answers', 'm absent', gone(15), '?'.repeat(15)],
    ['nobody answers any more', 'm absent', [1, ...gone(14)], `${'F'.repeat(10)}${'?'.repeat(5)}`],
    ['it says that there is none', 'm absent', ['empty'], 'P'],
    ['and then fails', 'm absent', ['empty', 'timeout'], 'P?'],
    ['and then is silent', 'm absent', ['empty', ...Array<Look>(10).fill('-')], 'PPPPPPPPPP?'],
    ['what was there is not found', 'm absent', [1, 'not_found'], 'FP'],
    ['a name that never had a value may be written wrongly', 'm absent', ['not_found'], '?'],
    ['it is there, and is something else', 'm absent', [1, 'wrong_type'], 'F?'],
    ['for so long', 'm absent for 2s', ['empty', 'empty', 'empty'], '??P'],
    ['not: a value', 'not (m absent)', [1], 'P'],
    ['not: silence', 'not (m absent)', [1, ...gone(10)], 'PPPPPPPPPP?'],
    ['not: there is none', 'not (m absent)', [1, 'empty'], 'PF'],
    ['what is calculated from it', 'd absent', [1, 'empty', ...gone(10)], 'FP??????????'],
  ])('%s', (_name, when, looks, expected) => {
    expect(line(when, looks)).toBe(expected);
  });

  it('says what is lacking', () => {
    const spec = { metrics: { m: {} }, gate: { required: { x: 'm absent' } } };
    expect(walk(spec, { m: ['timeout'] })[0]?.board.gate.criteria[0]?.evidence).toContain(
      'm has no fresh value, and no look says that it is not there',
    );
  });

  it('in the target of another metric too', () => {
    const words = (looks: Looks): string =>
      walk({ metrics: { m: { target: 'n absent' }, n: {} } }, { m: looks.map(() => 1), n: looks })
        .map(({ board }) => board.metrics[0]?.status?.charAt(0))
        .join('');
    expect(words([1, ...gone(12)])).toBe('aaaaaaaaaauuu');
    expect(words(['empty', 'empty'])).toBe('gg');
  });

  it('in an alert that it would hold back; one that it raises fires by silence', () => {
    const words = (alert: string): string =>
      walk({ metrics: { m: { alert }, n: {} } }, { m: Array<Look>(12).fill(1), n: [1, ...gone(11)] })
        .map(({ board }) => board.metrics[0]?.status?.charAt(0))
        .join('');
    expect(words('not (n absent)')).toBe('rrrrrrrrrrrr');
    expect(words('m > 5 and not (n absent)')).toBe('gggggggggggg');
    expect(words('n absent')).toBe('ggggggggggrr');
  });

  it('a need that is down lets nothing pass', () => {
    const spec = {
      metrics: { m: { needs: ['n'] }, n: { alert: '> 5' } },
      gate: { required: { gone: 'm absent', there: 'not (m absent)' } },
    };
    const told = (m: Look, n: Look): readonly unknown[] =>
      walk(spec, { m: [m], n: [n] }).flatMap(({ board }) => board.gate.criteria.map(({ status }) => status));
    expect(told('empty', 1)).toEqual(['pass', 'fail']);
    expect(told('empty', 9)).toEqual(['unknown', 'unknown']);
    expect(told(1, 9)).toEqual(['unknown', 'unknown']);
  });
});
