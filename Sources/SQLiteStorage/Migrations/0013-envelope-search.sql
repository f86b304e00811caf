-- What each envelope is found by, in normal form; numbers say in which order envelopes came. Rows never change.
CREATE TABLE envelope_search (
    number INTEGER NOT NULL CONSTRAINT envelope_search_key PRIMARY KEY,
    envelope_id BLOB NOT NULL
        CONSTRAINT envelope_search_envelope_unique UNIQUE
        CONSTRAINT envelope_search_envelope REFERENCES envelope (id),
    organisation_id BLOB NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE INDEX envelope_search_by_organisation ON envelope_search (organisation_id, number);

-- The organisation and every two characters beside each other as one word, 32 digits and six for each; the first 38
-- find a single character.
CREATE VIRTUAL TABLE envelope_search_by_pairs USING fts5 (
    pairs, content = '', columnsize = 0, detail = 'none', prefix = '38', tokenize = 'ascii'
);

CREATE TRIGGER envelope_search_indexed AFTER INSERT ON envelope_search
BEGIN
    INSERT INTO envelope_search_by_pairs (rowid, pairs)
    SELECT NEW.number, (
        WITH RECURSIVE suffix (rest) AS (
            SELECT NEW.text || char(10)
            UNION ALL
            SELECT substr(rest, 2) FROM suffix WHERE substr(rest, 3, 1) <> ''
        )
        SELECT group_concat(
            printf('%s%06x%06x', hex(NEW.organisation_id), unicode(rest), unicode(substr(rest, 2, 1))), ' '
        )
        FROM suffix
    );
END;
