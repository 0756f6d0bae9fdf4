import Compression

func gzipped(_ bytes: [UInt8]) throws -> [UInt8] { try Gzip.compress(bytes.span) }
