"""Eight articles, pictures for their bodies and eight covers: the same bytes for every client."""

import pathlib
import struct
import zlib


def picture(path, seed, width, height):
    """A PNG of two bytes a pixel, no two alike: waves, with some noise that does not compress."""
    state = seed * 7919 + 1
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            noise = (state >> 16) & 31
            rows += bytes(((x + seed * 20) & 0xE0 | noise, (y + x) & 0xF0, (y * seed) & 0xF0))
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(rows), 6)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def make(folder, pictures, side):
    """A campaign with so many pictures in its bodies, as wide and high as `side` in pixels, dealt out among the articles."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    for number in range(pictures):
        picture(folder / f"body-{number}.png", number + 1, side, side)
    lines = ['name = "benchmark"']
    for number in range(8):
        picture(folder / f"cover-{number}.png", number + 101, 360, 153)
        text = "".join(f"<p>第 {line} 段。{'内容' * 60}</p>" for line in range(6))
        images = "".join(f'<p><img src="body-{index}.png"></p>' for index in range(number, pictures, 8))
        (folder / f"article-{number}.html").write_text(text + images, "utf-8")
        lines += ["[[articles]]", f'title = "第 {number + 1} 篇"', f'cover = "cover-{number}.png"', f'content = "article-{number}.html"']
    lines += ["[preview]", f'to = ["oSandbox{1:020}"]', "[audience]", "all = true"]
    (folder / "campaign.toml").write_text("\n".join(lines) + "\n", "utf-8")
