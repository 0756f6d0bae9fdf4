import Foundation

/// What a child process is asked to read: the one argument of the hidden command.
public struct DecodeRequest: Sendable, Hashable, Codable {
  public enum Question: Sendable, Hashable, Codable {
    case tables
    case rows(table: String?, headerRow: Int?)
  }

  public var path: String
  public var format: ForeignFile.Format
  public var question: Question
  public var bounds: ForeignDecoder.Bounds

  public init(
    path: String, format: ForeignFile.Format, question: Question, bounds: ForeignDecoder.Bounds
  ) {
    self.path = path
    self.format = format
    self.question = question
    self.bounds = bounds
  }

  /// `nil` for a text that is no request.
  public init?(json: String) {
    guard let request = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else {
      return nil
    }
    self = request
  }

  /// What `init(json:)` reads.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and whole numbers are always encoded.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Reads the file and writes its rows as frames. The process that calls this is given up to it:
  /// it binds itself to the bounds, and can write no file afterwards.
  ///
  /// - Parameter descriptor: an open file to write to, such as the standard output.
  /// - Returns: whether the whole answer was written.
  public func answer(on descriptor: Int32) -> Bool {
    confine(writingTo: descriptor)
    let frames = RowFrameWriter(descriptor: descriptor)
    do {
      do {
        try requireFile()
        try read(into: frames)
        try frames.finish()
        return true
      } catch let error as ArchiveError {
        try frames.write(.failure, json: error)
        try frames.flush()
      }
    } catch {
      // Nobody listens any more, or memory is short: the parent sees the end that is missing.
    }
    return false
  }

  private func read(into frames: RowFrameWriter) throws {
    switch format {
    case .gpkg:
      let reader = try GeoPackageReader(path: path)
      switch question {
      case .tables: try frames.write(.tables, json: reader.tables)
      case .rows(let table, _):
        let table = try reader.table(named: table)
        try frames.write(.header, json: table)
        try reader.forEachRow(of: table) { try frames.write($0) }
      }
    case .xls:
      let reader = try XLSReader(path: path)
      switch question {
      case .tables: try frames.write(.tables, json: try reader.tables())
      case .rows(let sheet, let headerRow):
        try reader.read(
          sheet: sheet, headerRow: headerRow,
          header: { try frames.write(.header, json: $0) }, row: { try frames.write($0) })
      }
    }
  }

  // MARK: Before anything is opened

  var fileName: String { URL(filePath: path).lastPathComponent }

  /// Refuses what is no plain file that can be read.
  func requireFile() throws(ArchiveError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw ArchiveError(
        .noFile, file: fileName, "\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ArchiveError(.noFile, file: fileName, "\(path) is not a file")
    }
    guard access(path, R_OK) == 0 else {
      throw ArchiveError(.noFile, file: fileName, "\(path) may not be read by this user")
    }
  }

  private func confine(writingTo descriptor: Int32) {
    func limit(_ resource: __rlimit_resource, _ value: Int) {
      var bound = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
      setrlimit(__rlimit_resource_t(resource.rawValue), &bound)
    }
    // Whatever the parent had open: its store is none of this process's business.
    for inherited in 3..<Int32(1024) where inherited != descriptor { close(inherited) }
    limit(RLIMIT_AS, bounds.memoryBytes)
    limit(RLIMIT_CPU, bounds.processorSeconds)
    limit(RLIMIT_FSIZE, 0)
    limit(RLIMIT_CORE, 0)
  }
}
