/** Why the parser reads some fixtures of other libraries otherwise than they do. What is not listed is a fault. */
export const EXPLAINED: Readonly<Record<string, string>> = {
  'jouvence/test_lyrics.yaml 2': 'a line with ~ is lyrics, also where the next line is none',
  'jouvence/test_transitions.yaml 3': 'spaces at the end of a line do not unmake a transition: nobody sees them',
  'wildwinter/Boneyards.fountain': 'a transition stays one beside a boneyard',
  'wildwinter/Character.fountain': "the twin leaves (CONT'D) out; a name that begins with a digit is a name",
  'wildwinter/LineBreaks.fountain': 'a line in capitals that ends with an ellipsis is no name',
  'wildwinter/Notes.fountain': 'a blank line without spaces ends a speech, also beside a note',
  'wildwinter/Parenthetical.fountain': 'a second parenthetical below the first is one as well',
  'wildwinter/Sections.fountain': 'CUT TO: at the top is a transition, no entry of a title page',
  'wildwinter/Tags.fountain': 'tags (#word at line ends) are an extension of that library, read as text here',
  'afterwriting/synopsis.fountain and synopsis.fdx':
    "Final Draft's file holds a scene's summary before the words of its heading",
  'screenplain/notes.fountain and notes.html': 'a note goes on over a blank line without spaces: writers forget them',
  'screenplain/extended-characters.fountain and extended-characters.html': 'the twin holds other scripts as entities',
  'screenplain/scene-numbers.fountain and scene-numbers.html': 'the twin prints scene numbers, kept apart here',
  'screenplain/extended-characters.pdf': 'the PDF lacks glyphs for other scripts',
  'screenplain/indentation.pdf': 'five lines at five indents are no script: nothing shows what its columns are',
  'screenplain/title-page.pdf': 'INT. SPACE alone after a title page is a heading',
  'screenplain/Brick-and-Steel.pdf':
    'what Fountain forces (a heading without INT, centred titles) looks like nothing on paper',
  'afterwriting/client.pdf': 'what Fountain forces looks like nothing on paper; a word of 1,000 letters',
  'afterwriting/cyrillic.pdf':
    'ИНТ. is no heading word of Spanish or English in Fountain; the printed line looks like one',
  'afterwriting/jp.pdf': 'the PDF holds another text than the Fountain file',
  'afterwriting/sc.pdf': 'the PDF holds another text than the Fountain file',
};
