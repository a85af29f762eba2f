// What is chosen: filters, order, the finding that is open. It stands in the address after "#", so that a link
// or a bookmark leads to the same view.
const CHOICES = ["q", "severity", "family", "rule", "folder", "document", "confidence", "fix", "sort", "finding"];

function stateOf(hash) {
  const read = new URLSearchParams(hash.replace(/^#/, ""));
  return Object.fromEntries(CHOICES.map((name) => [name, read.get(name) ?? ""]));
}

function hashOf(state) {
  const written = new URLSearchParams();
  for (const name of CHOICES) if (state[name]) written.set(name, state[name]);
  return `#${written}`;
}

// False for an address that leads to a part of the page and chooses nothing.
function choosesAnything(hash) {
  const read = new URLSearchParams(hash.replace(/^#/, ""));
  return hash.length < 2 || CHOICES.some((name) => read.has(name));
}

class Findings {
  constructor(data) {
    this.data = data;
    this.all = data.findings.map((row, order) => this.unpacked(row, order));
    this.byId = new Map(this.all.map((finding) => [finding.id, finding]));
    this.byText = new Map();
    for (const finding of this.all) {
      if (!finding.text) continue;
      if (!this.byText.has(finding.text)) this.byText.set(finding.text, []);
      this.byText.get(finding.text).push(finding);
    }
  }

  unpacked(row, order) {
    const { data } = this;
    const [path, folder] = data.documents[row.d];
    return {
      order,
      id: row.id,
      level: row.s,
      severity: data.severities[row.s],
      confidence: data.confidences[row.c],
      rule: data.rules[row.r],
      path,
      folder,
      where: row.w,
      message: data.texts[row.m],
      help: data.texts[row.h],
      excerpt: data.texts[row.x],
      notes: (row.n ?? []).map((number) => data.texts[number]),
      headings: row.g == null ? "" : data.texts[row.g],
      language: row.l == null ? "" : data.texts[row.l],
      fix: row.f ?? null,
      mark: row.k,
      text: row.t ?? 0,
      quoted: row.q ?? null,
      sought: null,
    };
  }

  // What search looks through, made when it is first asked for.
  sought(finding) {
    finding.sought ??= [
      finding.rule.code, finding.rule.name, finding.rule.family, finding.severity, finding.message, finding.path,
      finding.where, finding.excerpt, finding.help, finding.headings, finding.language, ...finding.notes,
    ].join("\n").toLowerCase();
    return finding.sought;
  }

  chosen(state) {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = state.severity ? new Set(state.severity.split(",")) : null;
    const found = this.all.filter((finding) =>
      (!severities || severities.has(finding.severity))
      && (!state.family || finding.rule.family === state.family)
      && (!state.rule || finding.rule.code === state.rule)
      && (!state.folder || finding.folder === state.folder)
      && (!state.document || finding.path === state.document)
      && (!state.confidence || finding.confidence === state.confidence)
      && (!state.fix || fits(finding.fix, state.fix))
      && words.every((word) => this.sought(finding).includes(word)));
    if (!state.sort) found.sort((one, other) => one.level - other.level || one.order - other.order);
    return found;
  }
}

function fits(fix, wanted) {
  if (wanted === "none") return !fix;
  if (wanted === "any") return fix !== null && fix.kind !== "display";
  return fix?.kind === wanted;
}
