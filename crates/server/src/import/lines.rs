//! Reads a file line by line within bounded memory, and single lines of it again.

use std::io::{self, BufRead, BufReader, Read, Seek};

use super::BadLine;

/// The longest line, in bytes: what a request may have, too.
const LINE_MAX: usize = weerwoord_protocol::REQUEST_BYTES_MAX;

/// How much of the file is read ahead, in bytes.
const BUFFER: usize = 256 * 1024;

/// A line with anything on it.
pub(super) struct Line {
    /// Its number, counted from 1.
    pub(super) number: usize,
    /// Where it begins in the file, in bytes.
    pub(super) offset: u64,
    /// How long it is, in bytes.
    pub(super) length: usize,
    /// What it says, if that is text of a length that is taken.
    pub(super) text: Result<String, BadLine>,
}

/// The lines of a file.
pub(super) struct Lines<F: Read> {
    file: BufReader<F>,
    buffer: Vec<u8>,
    number: usize,
    offset: u64,
}

impl<F: Read + Seek> Lines<F> {
    pub(super) fn new(file: F) -> Self {
        Self { file: BufReader::with_capacity(BUFFER, file), buffer: Vec::new(), number: 0, offset: 0 }
    }

    /// The next line that is not blank.
    pub(super) fn next_line(&mut self) -> io::Result<Option<Line>> {
        loop {
            self.buffer.clear();
            let offset = self.offset;
            // One byte more than is taken tells that a line is too long.
            let limit = (LINE_MAX + 2) as u64;
            let length = self.file.by_ref().take(limit).read_until(b'\n', &mut self.buffer)?;
            if length == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.offset += length as u64;
            let ended = self.buffer.ends_with(b"\n");
            if !ended && length as u64 == limit {
                self.offset += self.file.skip_until(b'\n')? as u64;
            }
            let bad = |reason: &str| BadLine { number: self.number, reason: reason.into() };
            let text = if length - usize::from(ended) > LINE_MAX {
                Err(bad("the line is over 64 KiB"))
            } else {
                std::str::from_utf8(&self.buffer).map_err(|_| bad("the line is not UTF-8 text")).map(trim)
            };
            if !matches!(text, Ok("")) {
                return Ok(Some(Line { number: self.number, offset, length, text: text.map(str::to_owned) }));
            }
        }
    }

    /// Some of the next lines, up to so many bytes and one line; none at the file's end.
    pub(super) fn next_lines(&mut self, bytes: u64) -> io::Result<Vec<Line>> {
        let mut lines = Vec::new();
        let end = self.offset + bytes;
        while self.offset < end
            && let Some(line) = self.next_line()?
        {
            lines.push(line);
        }
        Ok(lines)
    }

    /// Goes back to the start, and forgets what was read ahead.
    pub(super) fn rewind(&mut self) -> io::Result<()> {
        self.offset = 0;
        self.file.rewind()
    }

    /// A line that was read before.
    pub(super) fn again(&mut self, offset: u64, length: usize) -> io::Result<String> {
        // A seek that stays within what was read ahead costs nothing.
        self.file.seek_relative(offset.cast_signed() - self.offset.cast_signed())?;
        self.buffer.resize(length, 0);
        self.file.read_exact(&mut self.buffer)?;
        self.offset = offset + length as u64;
        Ok(trim(&String::from_utf8_lossy(&self.buffer)).to_owned())
    }
}

/// A line without the space around it, and without the mark that some editors put before the first one.
fn trim(line: &str) -> &str {
    line.trim_start_matches('\u{feff}').trim()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(file: &[u8]) -> Vec<(usize, u64, Result<String, String>)> {
        let mut lines = Lines::new(Cursor::new(file));
        let mut read = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            read.push((line.number, line.offset, line.text.map_err(|bad| bad.reason)));
        }
        read
    }

    #[test]
    fn blank_lines_are_counted_and_left_out() {
        let lines = read("\u{feff}a\r\n\n  \nb".as_bytes());
        assert_eq!(lines, [(1, 0, Ok("a".into())), (4, 10, Ok("b".into()))]);
    }

    #[test]
    fn a_line_that_is_too_long_is_bad_and_the_next_one_is_read() {
        let fits = "x".repeat(LINE_MAX);
        let file = format!("{fits}\n{fits}y\n{fits}{fits}{fits}\nend");
        let lines = read(file.as_bytes());
        let bad = || Err("the line is over 64 KiB".to_owned());
        assert_eq!(
            lines.iter().map(|line| line.2.clone()).collect::<Vec<_>>(),
            [Ok(fits), bad(), bad(), Ok("end".into())]
        );
        assert_eq!(lines[3].0, 4);
        assert_eq!(&file[usize::try_from(lines[3].1).unwrap()..], "end");
    }

    #[test]
    fn bytes_that_are_no_text_are_a_bad_line() {
        assert_eq!(read(b"\xff\xfe\n")[0].2, Err("the line is not UTF-8 text".into()));
    }

    #[test]
    fn a_line_is_read_again_where_it_stood() {
        let mut lines = Lines::new(Cursor::new("een\ntwee\r\ndrie"));
        let mut places = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            places.push((line.offset, line.length));
        }
        let again = |&(offset, length): &(u64, usize)| lines.again(offset, length).unwrap();
        assert_eq!(places.iter().rev().map(again).collect::<Vec<_>>(), ["drie", "twee", "een"]);
    }
}
