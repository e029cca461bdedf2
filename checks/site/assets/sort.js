// Tables marked `ob-sort` are sorted by a column's head: a button, and aria-sort says how. Without script they stand
// in the order in which they were written. Tables of teams are never marked: nobody is ranked.
for (const table of document.querySelectorAll(".ob-sort table")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.onclick = () => {
      const down = head.ariaSort === "ascending";
      const key = (row) => row.cells[at].dataset.sort || row.cells[at].textContent.trim();
      const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
      const rows = [...table.tBodies[0].rows].sort((a, b) => order.compare(key(a), key(b)));
      table.tBodies[0].append(...(down ? rows.reverse() : rows));
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
    };
  });
}
