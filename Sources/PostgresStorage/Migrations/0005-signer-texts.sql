-- What a signer fills in before she signs.
ALTER TABLE signer ADD COLUMN texts TEXT COLLATE "C" NOT NULL DEFAULT '[]'
    CONSTRAINT signer_texts_json CHECK (texts::json IS NOT NULL);
