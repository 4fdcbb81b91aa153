"""Lists the public functions whose documentation comment has no example or no source.

usage: comments.py [MODULE ...]

Looked at are the functions, initialisers and subscripts that are declared `public`, and the
requirements of public protocols. An example is a block of Swift; a source is a line
`- SeeAlso:` that names what the function follows: Werkzeug, an RFC, a type of Python's, or the
protocol whose promise it keeps.

Left out is what says nothing of its own:
- operators, and the functions through which the language or the standard library calls a type
  (literals, interpolation, hashing, iteration, positions of a collection);
- the witness of a protocol's requirement: the comment of the requirement counts;
- a further overload of a function of the same file: the comment of the first counts;
- an initialiser of a type whose own comment has both, and a call of a value (`callAsFunction`)
  of a type whose own comment has both.
"""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = ["DewarText", "DewarHTTP", "DewarRouting", "DewarSigning", "DewarTemplates", "DewarCore",
           "DewarORM", "DewarSQLite", "DewarPostgreSQL", "DewarMigrations", "DewarModels",
           "DewarMigrationCommands"]

# By base name and labels.
OF_THE_LANGUAGE = {
    "hash(into:)", "encode(to:)", "init(from:)", "next()", "makeIterator()", "makeAsyncIterator()",
    "index(after:)", "index(before:)", "subscript(position:)", "init(nilLiteral:)",
    "init(booleanLiteral:)", "init(integerLiteral:)", "init(floatLiteral:)",
    "init(stringLiteral:)", "init(arrayLiteral:)", "init(dictionaryLiteral:)",
    "init(stringInterpolation:)", "init(literalCapacity:interpolationCount:)", "appendLiteral(_:)",
    "appendInterpolation(_:)",
}

TYPE = re.compile(r"\s*(?:public |package |final |indirect )*"
                  r"(struct|class|enum|actor|protocol|extension)\s+([\w.]+)")
FUNCTION = re.compile(r"\s*(?:@\w+(?:\([^)]*\))?\s+)*((?:\w+ )*?)"
                      r"(?:func\s+([^\s(<]+)|(init)[?!]?|(subscript))(?=[<(\s])")


@dataclass
class Type:
    """A type, or an extension of one."""

    kind: str
    name: str
    indent: int
    is_public: bool
    comment: str = ""


@dataclass
class Function:
    """One declaration."""

    path: Path
    line: int
    name: str
    """Base name and labels, as `bind(serverName:path:)`."""
    type: Type | None
    comment: str
    is_requirement: bool = False

    @property
    def base(self) -> str:
        """The name without labels."""
        return self.name.split("(")[0]

    @property
    def faults(self) -> list[str]:
        """What the comment lacks."""
        return lacks(self.comment)


@dataclass
class Module:
    """What was found in a module."""

    functions: list[Function] = field(default_factory=list)
    type_comments: dict[str, str] = field(default_factory=dict)


def main() -> int:
    """Prints what lacks something and how many declarations there are."""
    wanted = sys.argv[1:] or MODULES
    modules = {name: read_module(ROOT / "Sources" / name) for name in MODULES}
    requirements = {
        function.name for module in modules.values() for function in module.functions
        if function.is_requirement
    }
    count, faulty = 0, 0
    for name in wanted:
        module = modules[name]
        for function in module.functions:
            count += 1
            if is_left_out(function, module, requirements):
                continue
            if faults := function.faults:
                faulty += 1
                place = f"{function.path.relative_to(ROOT)}:{function.line}"
                print(f"{place}: {function.name}: no {' and no '.join(faults)}.")
    print(f"{count} public functions, {faulty} without an example or a source.")
    return 1 if faulty else 0


def is_left_out(function: Function, module: Module, requirements: set[str]) -> bool:
    """Whether a declaration needs no example and source of its own."""
    if re.match(r"[^\w`]", function.base) or function.name in OF_THE_LANGUAGE:
        return True
    if function.is_requirement:
        return False
    if function.name in requirements:
        return True
    if function.base in ("init", "callAsFunction") and function.type:
        comment = module.type_comments.get(function.type.name.split(".")[-1])
        if comment is not None and not lacks(comment):
            return True
    return any(
        other.path == function.path and other.line < function.line
        and other.base == function.base and not other.faults
        and (other.type and other.type.name) == (function.type and function.type.name)
        for other in module.functions)


def lacks(comment: str) -> list[str]:
    """What a comment lacks."""
    faults = []
    if "```swift" not in comment:
        faults.append("example")
    if not re.search(r"^- SeeAlso: \S", comment, re.MULTILINE):
        faults.append("source")
    return faults


def read_module(folder: Path) -> Module:
    """The public functions of a module, and the comments of its types."""
    module = Module()
    for path in sorted(folder.rglob("*.swift")):
        read_file(path, module)
    return module


def read_file(path: Path, module: Module) -> None:
    """Adds what is in a file. The formatter has seen to indentation and the places of braces."""
    lines = path.read_text().splitlines()
    types: list[Type] = []
    comment: list[str] = []
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        if stripped.startswith("///"):
            comment.append(stripped[3:].removeprefix(" "))
            continue
        indent = len(line) - len(line.lstrip())
        if stripped and not stripped.startswith("}"):
            while types and types[-1].indent >= indent and stripped != "{":
                types.pop()
        if found := TYPE.match(line):
            is_public = "public " in line.split(found[1])[0] or found[1] == "extension"
            types.append(Type(found[1], found[2], indent, is_public, "\n".join(comment)))
            if found[1] != "extension":
                module.type_comments[found[2]] = "\n".join(comment)
        elif found := FUNCTION.match(line):
            owner = types[-1] if types else None
            is_requirement = bool(
                owner and owner.kind == "protocol" and owner.is_public
                and indent == owner.indent + 4)
            if "public" in found[1].split() or is_requirement:
                name = found[2] or found[3] or found[4]
                module.functions.append(Function(
                    path, number, name + labels(lines, number - 1, found.end()), owner,
                    "\n".join(comment), is_requirement))
        if not stripped.startswith("@") or " " in stripped and "func" in stripped:
            comment = []


def labels(lines: list[str], number: int, start: int) -> str:
    """The labels of a declaration's parameters."""
    text = " ".join([lines[number][start:], *(line.strip() for line in lines[number + 1:number + 12])])
    text = skip_generics(text)
    depth, parameters, current = 0, [], ""
    for character in text[text.index("("):]:
        if character in "([<{":
            depth += 1
        if character in ")]}" or character == ">" and not current.endswith("-"):
            depth -= 1
            if depth == 0:
                break
        if character == "," and depth == 1:
            parameters.append(current)
            current = ""
        elif depth > 1 or character != "(":
            current += character
    if current.strip():
        parameters.append(current)
    names = []
    for parameter in parameters:
        words = parameter.split(":")[0].split()
        names.append(words[0])
    return "(" + "".join(f"{word}:" for word in names) + ")"


def skip_generics(text: str) -> str:
    """What comes after the generic parameters, if there are any."""
    text = text.lstrip()
    if not text.startswith("<"):
        return text
    depth = 0
    for index, character in enumerate(text):
        depth += (character == "<") - (character == ">")
        if depth == 0:
            return text[index + 1:]
    return text


if __name__ == "__main__":
    sys.exit(main())
