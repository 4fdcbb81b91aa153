"""SQLAlchemy's side of `deploy/bench models`: `models.py URL`; see ModelBenchmark/main.swift.

Each time has a session of its own, as each request has with Flask-SQLAlchemy.
"""

import sys
import time

from sqlalchemy import ForeignKey, create_engine, delete, event, select, text
from sqlalchemy.orm import (
    DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload,
)


class Base(DeclarativeBase):
    """The tables."""


class Author(Base):
    """Who writes."""

    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    posts: Mapped[list["Post"]] = relationship()


class Post(Base):
    """What is read."""

    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    views: Mapped[int] = mapped_column(index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"), index=True)


class Entry(Base):
    """What is written."""

    __tablename__ = "entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    views: Mapped[int]
    author_id: Mapped[int]


def entry(number: int) -> Entry:
    """The same as Dewar's."""
    return Entry(
        title=f"Entry {number}", body=f"The body of entry {number}, which is not very long.",
        views=number % 1000, author_id=number % 100 + 1,
    )  # fmt: skip


engine = create_engine(sys.argv[1])
if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def configure(connection, _record) -> None:  # type: ignore[no-untyped-def]
        """As Dewar and GRDB open a file."""
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")


def fill() -> None:
    """Makes the tables and their rows."""
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        numbers = range(1, 101)
        session.add_all(Author(name=f"Author {n}", email=f"{n}@example.org") for n in numbers)
        session.flush()
        session.add_all(
            Post(title=f"Post {n}", body=f"The body of post {n}, which is not very long.",
                 views=n * 7919 % 1000, author_id=(n - 1) // 100 + 1)
            for n in range(1, 10_001)
        )  # fmt: skip
        session.commit()
        if engine.dialect.name == "postgresql":
            session.execute(text("ANALYZE author, post"))
            session.commit()


def run(name: str, count: int) -> int:
    """One case, so many times; what it comes to."""
    total = 0
    for number in range(count):
        with Session(engine, expire_on_commit=False) as session:
            if name == "key":
                total += session.get_one(Post, number * 37 % 10_000 + 1).views
            elif name == "rows":
                rows = session.scalars(select(Post).where(Post.id <= 1000)).all()
                total += sum(post.views for post in rows)
            elif name == "filter":
                chosen = Post.views >= 900 + number % 50, Post.title.startswith("Post 1")
                order = Post.views.desc(), Post.id
                rows = session.scalars(select(Post).where(*chosen).order_by(*order).limit(20))
                total += sum(post.views for post in rows)
            elif name == "insert":
                one = entry(number)
                session.add(one)
                session.commit()
                total += one.id is not None
            elif name == "bulk":
                session.add_all([entry(number) for number in range(10_000)])
                session.commit()
                total += 10_000
            elif name == "eager":
                authors = session.scalars(select(Author).options(selectinload(Author.posts)))
                total += sum(post.views for author in authors for post in author.posts)
            else:
                sys.exit(f"there is no case '{name}'")
    return total


fill()
print("ready", flush=True)
for line in sys.stdin:
    case, times = line.split()
    start = time.perf_counter_ns()
    result = run(case, int(times))
    print((time.perf_counter_ns() - start) / int(times), result, flush=True)
    with Session(engine) as cleaner:
        cleaner.execute(delete(Entry))
        cleaner.commit()
