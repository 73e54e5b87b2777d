"""Builds: reports, incremental reading, stable ids, bad input that must not stop the rest."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from interviewer.bank.build import BankBuild, PreviousBuild, build_bank
from interviewer.bank.edits import Edit
from interviewer.bank.files import load_documents, load_original, save_bank
from interviewer.errors import EmptyBankError, UsageError
from interviewer.search.fake import HashEncoder

ONE = (
    "## 1. What is a lock?\n\nIt keeps others out.\n\n"
    "## 2. What is a queue?\n\nFirst in, first out.\n"
)
TWO = "问：什么是栈？\n答：后进先出的结构。\n"


def build(
    *paths: Path, previous: BankBuild | None = None, edits: tuple[Edit, ...] = ()
) -> BankBuild:
    before = PreviousBuild(previous.rows, previous.documents) if previous else None
    return build_bank(list(paths), before, edits, HashEncoder())


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    (folder / "one.md").write_text(ONE, encoding="utf-8")
    (folder / "sub" / "two.txt").write_text(TWO, encoding="utf-8")
    return folder


def statuses(result: BankBuild) -> dict[str, str]:
    return {report.file: report.status for report in result.reports}


def test_sources_name_file_heading_and_lines(corpus: Path) -> None:
    questions = {q.question: q for q in build(corpus).bank.questions}
    source = questions["What is a queue?"].sources[0]
    assert (source.file, source.heading) == ("one.md", "2. What is a queue?")
    assert (source.line_start, source.line_end) == (5, 7)
    assert questions["什么是栈？"].sources[0].file == "sub/two.txt"
    assert questions["什么是栈？"].language == "zh"
    assert questions["什么是栈？"].key_points


def test_rebuild_without_changes_is_the_same_byte_for_byte(corpus: Path, tmp_path: Path) -> None:
    first = build(corpus)
    second = build(corpus, previous=first)
    assert set(statuses(second).values()) == {"unchanged"}
    assert (second.new, second.changed, second.removed) == ((), (), ())
    for name, result in (("a", first), ("b", second)):
        (tmp_path / name).mkdir()
        save_bank(tmp_path / name, result.rows, result.documents)
    for file in ("bank.jsonl", "documents.json"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    assert load_original(tmp_path / "a") == first.original
    assert load_documents(tmp_path / "a") == first.documents


def test_only_changed_documents_are_read_again(corpus: Path) -> None:
    first = build(corpus)
    (corpus / "one.md").write_text(ONE + "\n## 3. What is a heap?\n\nA tree.\n", encoding="utf-8")
    second = build(corpus, previous=first)
    assert statuses(second) == {"one.md": "read", "sub/two.txt": "unchanged"}
    assert len(second.new) == 1
    assert not second.changed
    assert {q.id for q in first.original.questions} < {q.id for q in second.original.questions}


def test_ids_survive_a_new_answer_a_move_and_a_small_rewording(corpus: Path) -> None:
    first = build(corpus)
    ids = {q.question: q.id for q in first.original.questions}
    moved = corpus / "moved.md"
    (corpus / "one.md").rename(moved)
    answer = ONE.replace("It keeps others out.", "It lets one thread in.")
    moved.write_text(answer.replace("What is a queue?", "What is a FIFO queue?"), encoding="utf-8")
    after = {q.question: q.id for q in build(corpus, previous=first).original.questions}
    assert after["What is a lock?"] == ids["What is a lock?"]
    assert after["What is a FIFO queue?"] == ids["What is a queue?"]


def test_after_an_upgrade_all_is_read_again_and_ids_stay(corpus: Path) -> None:
    first = build(corpus)
    (corpus / "one.md").write_text(ONE.replace("a queue", "a FIFO queue"), encoding="utf-8")
    second = build(corpus, previous=first)
    before = PreviousBuild(second.rows, second.documents, same_code=False)
    third = build_bank([corpus], before, (), HashEncoder())
    assert set(statuses(third).values()) == {"read"}
    assert third.original == second.original


def test_ids_do_not_depend_on_the_file_or_on_what_else_is_there(
    corpus: Path, tmp_path: Path
) -> None:
    ids = {q.question: q.id for q in build(corpus).original.questions}
    other = tmp_path / "else.md"
    other.write_text(ONE, encoding="utf-8")
    assert {q.question: q.id for q in build(other).original.questions}.items() <= ids.items()


def test_equal_questions_of_two_documents_stay_two_rows_of_one_cluster(corpus: Path) -> None:
    (corpus / "copy.md").write_text(ONE, encoding="utf-8")
    questions = [q for q in build(corpus).bank.questions if q.question == "What is a lock?"]
    assert len(questions) == 2
    assert len({q.id for q in questions}) == 2
    assert len({q.cluster_id for q in questions}) == 1


def test_front_matter_and_metadata_lines_override(corpus: Path) -> None:
    front = "---\ntopic: Trees\ndifficulty: 5\n---\n\n"
    text = f"{front}## What is a heap?\n\n**Difficulty:** easy\n\nA tree.\n"
    (corpus / "heap.md").write_text(text, encoding="utf-8")
    (heap,) = [q for q in build(corpus).bank.questions if q.question == "What is a heap?"]
    assert (heap.topic, heap.difficulty, heap.reference) == ("Trees", 2, "A tree.")


def test_nothing_found_names_the_reason(tmp_path: Path) -> None:
    with pytest.raises(EmptyBankError, match="no document"):
        build(tmp_path)
    (tmp_path / "prose.md").write_text("Just prose.\n", encoding="utf-8")
    with pytest.raises(EmptyBankError, match="No question"):
        build(tmp_path)
    with pytest.raises(UsageError, match="does not exist"):
        build(tmp_path / "nowhere")


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


BAD = {
    "empty.md": (b"", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "old.doc": (b"x", "Save it as DOCX"),
    "fake.docx": (b"PK\x03\x04nonsense", "damaged"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
    "broken.pdf": (b"%PDF-1.4\nnothing", "damaged"),
    "bomb.zip": (zipped({"bomb.md": b"0" * (40 << 20)}), "ZIP bomb"),
    "bomb.xlsx": (zipped({"xl/a.xml": b"0" * (40 << 20)}), "ZIP bomb"),
    "bad.json": (b"{", "JSON"),
    "bad.ipynb": (b"[]", "notebook"),
    "bad.apkg": (zipped({"media": b"{}"}), "damaged"),
    "bad.epub": (zipped({"mimetype": b"x"}), "damaged"),
    "picture.png": (b"\x89PNG\r\n", "not a document format"),
}


def test_bad_files_give_one_line_each_and_the_build_goes_on(corpus: Path) -> None:
    for name, (data, _) in BAD.items():
        (corpus / name).write_bytes(data)
    result = build(corpus)
    reports = {report.file: report for report in result.reports}
    assert len(result.reports) == len(BAD) + 2
    for name, (_, reason) in BAD.items():
        assert reports[name].status == "error", name
        message = reports[name].message or ""
        assert reason in message, name
        assert "\n" not in message
    assert len(result.bank.questions) == 3


def test_a_huge_text_is_refused_by_its_size(corpus: Path) -> None:
    with (corpus / "huge.txt").open("wb") as file:
        file.truncate(200 << 20)
    reports = {report.file: report for report in build(corpus).reports}
    assert "200 MB" in (reports["huge.txt"].message or "")


def test_links_that_loop_or_leave_the_folder_are_not_followed(corpus: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(ONE.replace("lock", "secret"), encoding="utf-8")
    (corpus / "loop").symlink_to(corpus, target_is_directory=True)
    (corpus / "out").symlink_to(outside, target_is_directory=True)
    (corpus / "dangling.md").symlink_to(corpus / "nowhere.md")
    (corpus / "itself.md").symlink_to("itself.md")
    (corpus / "private.md").symlink_to(outside / "secret.md")
    result = build(corpus)
    assert len(result.bank.questions) == 3
    found = statuses(result)
    assert [found[f"{name}.md"] for name in ("dangling", "itself", "private")] == ["error"] * 3


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX file names")
def test_names_with_line_breaks_and_emoji_are_neutralised(corpus: Path) -> None:
    (corpus / "a\nb 🚀.md").write_text(TWO.replace("栈", "堆"), encoding="utf-8")
    files = {report.file for report in build(corpus).reports}
    assert "a\ufffdb 🚀.md" in files


def test_archives_are_read_in_memory_and_path_tricks_refused(corpus: Path) -> None:
    files = {
        "good/notes.md": ONE.replace("lock", "latch").encode(),
        "../../evil.md": ONE.encode(),
        "/absolute.md": ONE.encode(),
        "inner.zip": zipped({"x.md": ONE.encode()}),
    }
    (corpus / "all.zip").write_bytes(zipped(files))
    reports = {report.file: report for report in build(corpus).reports}
    assert reports["all.zip/good/notes.md"].questions == 2
    assert "leads out" in (reports["all.zip/../../evil.md"].message or "")
    assert "leads out" in (reports["all.zip//absolute.md"].message or "")
    assert "Archives within" in (reports["all.zip/inner.zip"].message or "")


def test_an_unchanged_archive_is_not_read_again(corpus: Path) -> None:
    (corpus / "all.zip").write_bytes(zipped({"a.md": ONE.encode(), "b.md": TWO.encode()}))
    first = build(corpus)
    second = build(corpus, previous=first)
    assert statuses(second)["all.zip/a.md"] == "unchanged"
    assert second.original == first.original


def test_scripts_of_a_page_are_no_questions(corpus: Path) -> None:
    page = "<h2>What is safe?</h2><p>Text.</p><script>var q = 'What is evil?'</script>"
    (corpus / "page.html").write_text(page, encoding="utf-8")
    rows = [q for q in build(corpus).bank.questions if q.sources[0].file == "page.html"]
    assert [(q.question, q.reference) for q in rows] == [("What is safe?", "Text.")]


def test_two_paths_with_the_same_file_name_stay_apart(corpus: Path, tmp_path: Path) -> None:
    other = tmp_path / "more"
    other.mkdir()
    (other / "one.md").write_text(ONE.replace("lock", "fence"), encoding="utf-8")
    files = statuses(build(corpus, other))
    assert set(files) == {"one.md", "sub/two.txt", "more/one.md"}
    assert len(build(corpus, corpus).bank.questions) == 3
