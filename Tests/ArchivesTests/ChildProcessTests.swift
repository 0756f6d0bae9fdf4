import Foundation
import SimpleFeatures
import Testing

@testable import Archives

/// Children that misbehave: a shell plays them.
@Suite struct ChildProcessTests {
  /// A child that answers a request for rows with `frames`, and then does as the script says.
  private func rows(
    in folder: URL, script: String, rows count: Int = 1000, end: Bool = true,
    bounds: ForeignDecoder.Bounds = .init()
  ) throws -> ForeignFile {
    let frames = folder.appending(path: "frames")
    _ = FileManager.default.createFile(atPath: frames.path, contents: nil)
    let handle = try FileHandle(forWritingTo: frames)
    let writer = RowFrameWriter(descriptor: handle.fileDescriptor)
    try writer.write(
      .header,
      json: ForeignTable(
        name: "t", title: "", columns: [.init(name: "a", type: .text)], geometryColumn: "geom"))
    for number in 0..<count {
      try writer.write(RawRow(number: Int64(number), cells: ["霞\(number)"], geometry: nil))
    }
    if end { try writer.finish() } else { try writer.flush() }
    try handle.close()
    let input = folder.appending(path: "a.gpkg")
    try Data().write(to: input)
    return ForeignFile(
      path: input.path, format: .gpkg,
      decoder: ForeignDecoder(
        executable: "/bin/sh", arguments: ["-c", "F='\(frames.path)'; \(script)"], bounds: bounds))
  }

  private func failure(_ file: ForeignFile) -> (kind: ArchiveError.Kind?, words: String) {
    do {
      _ = try file.rows().all()
      return (nil, "")
    } catch let error as ArchiveError {
      return (error.kind, error.description)
    } catch { return (nil, "\(error)") }
  }

  @Test func aWholeAnswerIsRead() throws {
    try withFolder { folder throws in
      let all = try rows(in: folder, script: "cat $F").rows().all()
      #expect(all.count == 1000)
      #expect(all[7] == ForeignRow(number: 7, cells: ["霞7"], geometry: nil))
      // Byte by byte, and whatever it does when all is said.
      let slow = try rows(in: folder, script: "dd if=$F bs=7 2>/dev/null; sleep 60", rows: 30)
      #expect(try slow.rows().all().count == 30)
      #expect(try rows(in: folder, script: "cat $F; exit 9").rows().all().count == 1000)
    }
  }

  @Test func aChildThatDiesHalfWayIsAnError() throws {
    try withFolder { folder throws in
      let killed = failure(try rows(in: folder, script: "head -c 9000 $F; kill -SEGV $$"))
      #expect(killed.kind == .died)
      #expect(killed.words.hasPrefix("a.gpkg: the file is damaged: the process that read it ended"))
      #expect(killed.words.contains("signal 11"))
      let left = failure(try rows(in: folder, script: "head -c 9000 $F; exit 3"))
      #expect(left.words.contains("broke off (status 3)"))
      // All rows, but no end; and an end that does not count right.
      let endless = failure(try rows(in: folder, script: "cat $F", end: false))
      #expect(endless.words.contains("after 1000 rows"))
      #expect(failure(try rows(in: folder, script: "exit 0")).kind == .died)
    }
  }

  @Test func aChildThatHangsIsEnded() throws {
    try withFolder { folder throws in
      var bounds = ForeignDecoder.Bounds()
      bounds.silenceSeconds = 1
      let file = try rows(in: folder, script: "head -c 9000 $F; exec sleep 600", bounds: bounds)
      let rows = try file.rows()
      let child = rows.processIdentifier
      #expect(throws: ArchiveError.self) { _ = try rows.all() }
      // Neither a process nor a zombie is left.
      #expect(kill(child, 0) == -1 && errno == ESRCH)
      #expect(failure(file).kind == .limit)
      // One that closes its output and stays.
      let mute = try self.rows(in: folder, script: "exec >&-; exec sleep 600")
      #expect(failure(mute).kind == .died)
    }
  }

  @Test func aChildThatFloodsIsEnded() throws {
    try withFolder { folder throws in
      let noise = failure(try rows(in: folder, script: "exec cat /dev/zero"))
      #expect(noise.words.contains("it does not speak our form"))
      var bounds = ForeignDecoder.Bounds()
      bounds.rowBytes = 1 << 20
      // A row that says it is 4 GB long, and comes.
      let script = "printf 'anlan rows 1\\nR\\377\\377\\377\\377'; exec cat /dev/zero"
      let long = failure(try rows(in: folder, script: script, bounds: bounds))
      #expect(long.words.contains("a row of 4294967295 bytes"))
    }
  }

  /// A reader that loses interest leaves no process behind.
  @Test func lettingGoEndsTheChild() throws {
    try withFolder { folder throws in
      let file = try rows(in: folder, script: "cat $F; exec sleep 600", end: false)
      var rows: ForeignRows? = try file.rows()
      let child = try #require(rows?.processIdentifier)
      _ = try rows?.next()
      #expect(kill(child, 0) == 0)
      rows = nil
      #expect(kill(child, 0) == -1 && errno == ESRCH)
    }
  }

  @Test func aProgramThatIsNotThereIsAnError() throws {
    try withFolder { folder throws in
      let input = folder.appending(path: "a.xls")
      try Data().write(to: input)
      let file = ForeignFile(
        path: input.path, format: .xls,
        decoder: ForeignDecoder(executable: folder.path + "/none", arguments: []))
      #expect(failure(file).words.contains("cannot be started: No such file"))
    }
  }

  /// Broken frames of every kind end in an error or an end, never in a trap.
  @Test(arguments: 0..<300)
  func brokenFramesAreErrors(seed: Int) throws {
    try withFolder { folder throws in
      _ = try rows(in: folder, script: "", rows: 20)
      var bytes = [UInt8](try Data(contentsOf: folder.appending(path: "frames")))
      var generator = Seeded(seed)
      for _ in 0...Int.random(in: 0...3, using: &generator) {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        if Bool.random(using: &generator) {
          bytes[at] = UInt8.random(in: 0...255, using: &generator)
        } else {
          bytes.remove(at: at)
        }
      }
      // Whole or in pieces, the frames are the same.
      #expect(count(bytes, piece: bytes.count) == count(bytes, piece: 3))
    }
  }

  private func count(_ bytes: [UInt8], piece: Int) -> Int {
    var reader = RowFrameReader(longestFrame: 1 << 20)
    var frames = 0
    for start in stride(from: 0, to: bytes.count, by: piece) {
      bytes[start..<min(start + piece, bytes.count)].withUnsafeBytes { reader.append($0) }
      do {
        while try reader.next() != nil { frames += 1 }
      } catch { return frames }
    }
    return frames
  }
}
