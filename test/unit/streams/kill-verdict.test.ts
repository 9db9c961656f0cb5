import { judge, type Outputs, type Rows } from '../../streams/kill/verdict';

const inputs: Rows = [
  ['a', 7],
  ['b', -14],
  ['a', 3],
];
const right: Outputs = {
  echo: inputs,
  min: [
    ['a', 7],
    ['b', -14],
    ['a', 3],
  ],
  sum: [
    ['a', 7],
    ['b', -14],
    ['a', 10],
  ],
  max: [
    ['rest-0', -14],
    ['rest-0', 7],
    ['rest-3', 3],
  ],
  cnt: [
    ['rest-0', 1],
    ['rest-3', 1],
    ['rest-0', 2],
  ],
};

test('right outputs are accepted', () => {
  expect(judge(inputs, right)).toEqual([]);
});

test.each(['echo', 'min', 'sum', 'max', 'cnt'] as const)(
  'a record of %s that is lost or doubled is noticed',
  (name) => {
    const lost = { ...right, [name]: right[name].slice(0, -1) };
    expect(judge(inputs, lost)).toEqual([expect.stringMatching(`^${name} of `)]);
    const doubled = { ...right, [name]: [...right[name], right[name].at(-1)!] };
    expect(judge(inputs, doubled)).toEqual([expect.stringMatching(`^${name} of `)]);
  },
);

test('a sum over a record that was counted twice is noticed', () => {
  const wrong: Outputs = { ...right, sum: [right.sum[0]!, right.sum[1]!, ['a', 13]] };
  expect(judge(inputs, wrong)).toEqual(['sum of a: 2 results instead of 2; from number 1: 7 13 instead of 7 10']);
});
