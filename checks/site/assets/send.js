// Fills in the links that send a proposal. One that would be too long is not offered.
"use strict";
document.querySelector("form.ob-propose")?.addEventListener("outbound:proposal", ({ target, detail }) => {
  const [, folder, name] = /(.*)\/(.*)/.exec(detail.file) || [];
  const filled = (all, key) => encodeURIComponent({ ...detail, folder, name }[key]).replaceAll("%2F", "/");
  for (const link of target.querySelectorAll("a[data-full]")) {
    const { full, brief, most } = link.dataset, line = full.startsWith("mailto:") ? "%0D%0A" : "%0A";
    const fits = [full, brief].map((to) => to.replace(/\{(\w+)\}/g, filled).replaceAll("%0A", line)).find((to) => to.length <= most);
    link.hidden = !fits;
    link.href = fits || "";
    link.nextElementSibling.hidden = !!fits;
  }
});
