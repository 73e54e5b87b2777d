(note, words) => {
  if (!note) return words;
  const { sent, added } = JSON.parse(note);
  if (sent) sessionStorage.removeItem("typed");
  if (sent && words.startsWith(sent)) words = words.slice(sent.length);
  if (added) words = words.trim() ? words.trimEnd() + "\n" + added : added;
  return words;
}
