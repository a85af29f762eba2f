// The lines of a document around a finding, with what is found in them marked.
const AROUND = 4;
const texts = new Map();

function textOf(finding) {
  if (!finding.text) return { total: 0, whole: false, segments: finding.quoted };
  if (!texts.has(finding.text)) texts.set(finding.text, block(`text-${finding.text}`));
  return texts.get(finding.text);
}

// The lines to show: near the finding, or all that came along.
function linesOf(finding, everything) {
  const [first, last] = finding.mark;
  const lines = [];
  for (const [start, run] of textOf(finding).segments) {
    run.forEach((text, index) => {
      const number = start + index;
      if (everything || (number >= first - AROUND && number <= last + AROUND)) lines.push([number, text]);
    });
  }
  return lines;
}

function rangeIn(mark, number, length) {
  const [first, last, start, end] = mark;
  if (number < first || number > last) return null;
  const range = [number === first ? start : 0, number === last ? end : length];
  if (range[0] === range[1] && first === last) range[1] = Math.min(range[0] + 1, length);
  return range;
}

// A line cut where marks begin and end. Marks may overlap; the one that is looked at is the stronger.
function marked(text, own, others) {
  const ranges = [...(own ? [[...own, true]] : []), ...others.map((range) => [...range, false])];
  const edges = [...new Set([0, text.length, ...ranges.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  const pieces = [];
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const [start, end] = [edges[index], edges[index + 1]];
    const piece = text.slice(start, end);
    const over = ranges.filter((range) => range[0] <= start && range[1] >= end);
    if (over.some((range) => range[2])) pieces.push(make("mark", null, piece));
    else pieces.push(over.length ? make("span", { class: "also" }, piece) : piece);
  }
  return pieces;
}

function sourceView(finding, here, state, everything) {
  const lines = linesOf(finding, everything);
  const body = [];
  let following = lines.length ? lines[0][0] : 0;
  const width = `${String(lines.at(-1)?.[0] ?? 1).length}ch`;
  for (const [number, text] of lines) {
    if (number !== following) body.push(make("div", { class: "gap" }, counted(number - following, "line"), " left out"));
    following = number + 1;
    const own = rangeIn(finding.mark, number, text.length);
    const touching = here.filter((other) => other !== finding && number >= other.mark[0] && number <= other.mark[1]);
    const others = touching.map((other) => rangeIn(other.mark, number, text.length));
    body.push(make("div", { class: own ? "line hit" : "line" },
      make("span", { class: "no" }, String(number)),
      make("code", null, marked(text, own, others))));
    if (number === finding.mark[1]) body.push(annotation(finding, null));
    for (const other of touching) if (number === other.mark[1]) body.push(annotation(other, state));
  }
  const name = `${finding.path}, lines ${lines[0]?.[0] ?? 0} to ${lines.at(-1)?.[0] ?? 0}`;
  const view = make("div", { class: `source ${finding.severity}`, role: "region", "aria-label": name, tabindex: "0" }, make("div", { class: "lines" }, body));
  view.style.setProperty("--digits", width);
  return view;
}

// What is said of the line above it: of this finding in short, of another as a link to it.
function annotation(finding, state) {
  const about = `${finding.severity} ${finding.rule.code}`;
  if (!state) return make("div", { class: `said ${finding.severity}` }, make("span", { class: "unseen" }, "Above: "), about, " ", finding.rule.name);
  const address = hashOf({ ...state, finding: finding.id });
  return make("div", { class: `said also ${finding.severity}` }, make("a", { href: address }, about), " ", sentence(finding.message));
}
