import Testing

/// Bad input and people who meet, all before one instance, one after the other: some tests count what is left behind.
@Suite(.serialized, .liveInstance) struct `In a running instance` {}
