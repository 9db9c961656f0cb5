// Draws bars of messages per second: one group per trial with other clients than C and ours, or per trial if none has.

const WIDTH = 860;
const LEFT = 250;
const BAR = 18;
const GAP = 6;

const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

function text(x, y, content, attributes = '') {
  return `<text x="${x}" y="${y}" ${attributes}>${escape(content)}</text>`;
}

function group(trial, top) {
  const rows = trial.rows.filter((row) => row.rate !== undefined).sort((a, b) => b.rate - a.rate);
  const most = rows[0].rate;
  const parts = [text(8, top + 14, trial.title, 'font-weight="bold"')];
  let y = top + 26;
  for (const row of rows) {
    const width = Math.max(1, (row.rate / most) * (WIDTH - LEFT - 130));
    const color = row.driver === 'kafka-napi' ? '#d9480f' : row.driver === 'c' ? '#495057' : '#a5b4c3';
    parts.push(
      text(LEFT - 8, y + 13, row.title, 'text-anchor="end"'),
      `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${color}"/>`,
      text(LEFT + width + 6, y + 13, `${Math.round(row.rate).toLocaleString('en')} msg/s`),
    );
    y += BAR + GAP;
  }
  return { svg: parts.join('\n'), bottom: y + 12 };
}

export function chart(summary) {
  const speeds = summary.filter(({ kind }) => kind === 'produce' || kind === 'consume');
  const withPeers = speeds.filter(({ rows }) => rows.length > 2);
  const groups = [];
  let top = 8;
  for (const trial of withPeers.length > 0 ? withPeers : speeds) {
    const { svg, bottom } = group(trial, top);
    groups.push(svg);
    top = bottom;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}" font-family="sans-serif" font-size="13" fill="#212529">`,
    `<rect width="${WIDTH}" height="${top}" fill="#ffffff"/>`,
    ...groups,
    '</svg>\n',
  ].join('\n');
}
