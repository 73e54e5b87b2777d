(draft) => {
  const typed = sessionStorage.getItem("typed") || "";
  return typed.startsWith(draft) ? typed : draft;
}
