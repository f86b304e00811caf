-- Which 印影 a signature shows; signers of before had the round one.
ALTER TABLE signer ADD COLUMN imprint TEXT COLLATE "C" NOT NULL DEFAULT '{"personal":{}}'
    CONSTRAINT signer_imprint_json CHECK (imprint::json IS NOT NULL);
