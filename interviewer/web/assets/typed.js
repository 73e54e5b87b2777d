(draft, session) => {
  const typed = sessionStorage.getItem("typed") || "";
  return [typed && typed.length >= (draft || "").length ? typed : draft, session];
}
