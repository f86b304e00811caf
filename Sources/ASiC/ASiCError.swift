/// Why a container could not be read or made.
///
/// Offsets are in bytes from the beginning of the file.
package enum ASiCError: Error, Hashable, Sendable {
    /// The bytes could not be read; the payload is the source's reason.
    case unreadable(String)
    case zip(ZipFault, at: Int)
    /// The checksum of an entry, or its decompressed length, is not what the archive says.
    case entryDamaged(String)
    case entryAbsent(String)
    case limit(ZipLimit)
    /// The first entry is not a stored `mimetype` of a container that we read.
    case mimeType(String?)
    case xml(XMLFault, at: Int)
    /// A manifest that does not say what it has to.
    case manifest(file: String, ManifestFault)
    case digestUnsupported(String)
    /// The container holds no signature and no evidence record.
    case empty
}

/// What is wrong with the structure of an archive.
package enum ZipFault: String, Hashable, Sendable {
    case endAbsent, endAmbiguous, severalVolumes, directory, localHeader, headersDiffer, dataDescriptor
    case gap, overlap, encrypted, compression, flags, name, nameRepeated, extraField
}

package enum ZipLimit: String, Hashable, Sendable {
    case entries, nameLength, entrySize, totalSize, compressionRatio, xmlSize, xmlDepth, xmlElements
}

package enum XMLFault: String, Hashable, Sendable {
    case encoding, declaration, documentType, processingInstruction, tag, attribute, entity, character, namespace, end
}

package enum ManifestFault: String, Hashable, Sendable {
    case root, element, attribute, digest, reference, repeated, criticalExtension, signatureAbsent, signatureUnnamed
}
