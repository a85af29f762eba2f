// Paper has no filters and no pages: what fits the filters is printed as one list.
const paper = {
  made: null,
  make(view) {
    this.remove();
    this.made = make("section", { id: "paper" }, make("h2", null, `Findings (${view.shown.length.toLocaleString("en")})`));
    let path = null;
    for (const finding of view.shown) {
      if (finding.path !== path) this.made.append(make("h3", null, finding.path));
      path = finding.path;
      const line = linesOf(finding, false).find(([number]) => number === finding.mark[0]);
      this.made.append(make("div", { class: "printed" },
        make("p", null, make("span", { class: `badge ${finding.severity}` }, finding.severity), " ", finding.rule.code, ", ", finding.where, ": ", sentence(finding.message)),
        line && line[1].trim() && make("code", { class: "quote" }, line[1].trim()),
        finding.help && make("p", null, sentence(finding.help))));
    }
    document.getElementById("findings").after(this.made);
  },
  remove() {
    this.made?.remove();
    this.made = null;
  },
};
