() => {
  const keys = { a: "review-accept", r: "review-reject", n: "review-next", p: "review-previous" };
  const submits = { answer: "send", "ask-query": "ask-button", "review-question": "review-save",
    "review-reference": "review-save" };
  const press = (id) => {
    const button = document.getElementById(id || "");
    if (button && button.offsetParent !== null) button.click();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, [contenteditable]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const box = Object.keys(submits).find((id) => event.target.closest("#" + id));
      if (box) { event.preventDefault(); press(submits[box]); }
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    press(keys[event.key.toLowerCase()]);
  });
  // What is typed while the server is away is in no draft of it: this tab keeps it (typed.js).
  document.addEventListener("input", (event) => {
    if (event.target.closest("#answer")) sessionStorage.setItem("typed", event.target.value);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#start, #new, #resume")) sessionStorage.removeItem("typed");
  });
}
