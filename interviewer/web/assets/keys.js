() => {
  const keys = { a: "review-accept", r: "review-reject", n: "review-next", p: "review-previous" };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const button = document.getElementById(keys[event.key.toLowerCase()] || "");
    if (button && button.offsetParent !== null) button.click();
  });
}
