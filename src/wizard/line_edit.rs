//! Editing of a line by what a person sees as one letter (grapheme cluster).

use unicode_segmentation::UnicodeSegmentation;

use super::LineEdit;

/// Longest line that can be typed, in characters; Windows paths end at 32767.
const MAX_CHARS: usize = 32_767;

impl LineEdit {
    /// A line holding `text`, the cursor at its end.
    pub fn with(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    /// The byte at which the cursor stands.
    fn at(&self) -> usize {
        self.byte_of(self.cursor)
    }

    fn byte_of(&self, chars: usize) -> usize {
        let mut indices = self.text.char_indices();
        indices.nth(chars).map_or(self.text.len(), |(at, _)| at)
    }

    /// The text before the cursor and after it.
    pub fn split(&self) -> (&str, &str) {
        self.text.split_at(self.at())
    }

    /// Puts `text` at the cursor; control characters are dropped.
    pub fn insert(&mut self, text: &str) {
        let room = MAX_CHARS.saturating_sub(self.text.chars().count());
        let typed: String = text
            .chars()
            .filter(|c| !c.is_control())
            .take(room)
            .collect();
        let at = self.at();
        self.text.insert_str(at, &typed);
        self.cursor += typed.chars().count();
        self.snap();
    }

    /// Typing may have joined what was typed with the letter that follows.
    fn snap(&mut self) {
        let at = self.at();
        let bounds = self.text.grapheme_indices(true).map(|(i, _)| i);
        let next = bounds
            .chain([self.text.len()])
            .find(|&i| i >= at)
            .unwrap_or(at);
        self.cursor = self.text.get(..next).map_or(0, |t| t.chars().count());
    }

    fn letter_before(&self) -> usize {
        let (before, _) = self.split();
        before
            .graphemes(true)
            .next_back()
            .map_or(0, |g| g.chars().count())
    }

    fn letter_after(&self) -> usize {
        let (_, after) = self.split();
        after
            .graphemes(true)
            .next()
            .map_or(0, |g| g.chars().count())
    }

    /// Deletes the letter before the cursor.
    pub fn backspace(&mut self) {
        let chars = self.letter_before();
        self.cursor = self.cursor.saturating_sub(chars);
        self.remove(chars);
    }

    /// Deletes the letter at the cursor.
    pub fn delete(&mut self) {
        self.remove(self.letter_after());
    }

    fn remove(&mut self, chars: usize) {
        let (from, to) = (self.at(), self.byte_of(self.cursor + chars));
        self.text.replace_range(from..to, "");
        self.snap();
    }

    /// One letter to the left.
    pub fn left(&mut self) {
        self.cursor = self.cursor.saturating_sub(self.letter_before());
    }

    /// One letter to the right.
    pub fn right(&mut self) {
        self.cursor += self.letter_after();
    }

    /// To the beginning.
    pub fn home(&mut self) {
        self.cursor = 0;
    }

    /// To the end.
    pub fn end(&mut self) {
        self.cursor = self.text.chars().count();
    }

    /// Takes the text out.
    pub fn take(&mut self) -> String {
        self.cursor = 0;
        std::mem::take(&mut self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_letter_is_what_a_person_sees_as_one() {
        let mut line = LineEdit::with("C:\\証拠\\か\u{3099}\u{1F468}\u{200D}\u{1F469}");
        line.backspace();
        assert_eq!(line.text, "C:\\証拠\\か\u{3099}");
        line.backspace();
        assert_eq!(line.text, "C:\\証拠\\");
        line.left();
        line.left();
        line.delete();
        assert_eq!(line.text, "C:\\証\\");
        line.insert("\u{1b}[31m\tx\n");
        assert_eq!(line.text, "C:\\証[31mx\\", "no control characters");
        line.home();
        line.backspace();
        line.right();
        assert_eq!(line.split(), ("C", ":\\証[31mx\\"));
        line.end();
        line.delete();
        assert_eq!(line.take(), "C:\\証[31mx\\");
        assert_eq!(line, LineEdit::default());
    }

    proptest! {
        #[test]
        fn the_cursor_never_leaves_the_letters(
            start in ".{0,12}",
            keys in prop::collection::vec((0u8..7, ".{0,2}"), 0..40),
        ) {
            let mut line = LineEdit::with(&start);
            for (key, text) in keys {
                match key {
                    0 => line.insert(&text),
                    1 => line.backspace(),
                    2 => line.delete(),
                    3 => line.left(),
                    4 => line.right(),
                    5 => line.home(),
                    _ => line.end(),
                }
                prop_assert!(line.cursor <= line.text.chars().count());
                let (before, _) = line.split();
                let letters = line.text.grapheme_indices(true).map(|(i, _)| i);
                let bounds: Vec<usize> = letters.chain([line.text.len()]).collect();
                prop_assert!(bounds.contains(&before.len()));
            }
        }
    }
}
