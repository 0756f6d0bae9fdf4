import Cartography
import Testing

@Suite struct LabelPlacementTests {
  private let frame = Rectangle(x: 10, y: 20, width: 200, height: 150)

  private func randomCase(
    seed: Int
  ) -> (placement: LabelPlacement, candidates: [LabelPlacement.Candidate]) {
    var random = SeededGenerator(seed: seed)
    let obstacles = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      Rectangle(
        x: Double.random(in: 10...190, using: &random),
        y: Double.random(in: 20...150, using: &random), width: 20, height: 8)
    }
    let candidates = (0..<Int.random(in: 1...120, using: &random)).map { _ in
      LabelPlacement.Candidate(
        anchor: PaperPoint(
          x: Double.random(in: 8...212, using: &random),
          y: Double.random(in: 18...172, using: &random)),
        size: PaperSize(
          width: Double.random(in: 5...25, using: &random),
          height: Double.random(in: 2...5, using: &random)),
        priority: Int.random(in: 0...9, using: &random),
        mark: Bool.random(using: &random) ? 1.3 : 0,
        centred: Int.random(in: 0...5, using: &random) == 0)
    }
    return (LabelPlacement(frame: frame, obstacles: obstacles), candidates)
  }

  @Test(arguments: 0..<200)
  func noBoxCoversAnotherAnObstacleOrAMark(seed: Int) {
    let (placement, candidates) = randomCase(seed: seed)
    let boxes = placement.place(candidates)
    #expect(boxes.count == candidates.count)
    for (i, box) in boxes.enumerated() {
      guard let box else { continue }
      #expect(frame.contains(box))
      #expect(box.size == candidates[i].size)
      #expect(!placement.obstacles.contains { $0.overlaps(box) })
      for (j, other) in boxes.enumerated() where j != i {
        guard let other else { continue }
        #expect(!box.overlaps(other))
        let (at, mark) = (candidates[j].anchor, candidates[j].mark)
        let dot = Rectangle(x: at.x - mark / 2, y: at.y - mark / 2, width: mark, height: mark)
        #expect(mark == 0 || !box.overlaps(dot))
      }
    }
  }

  @Test(arguments: 0..<100)
  func whatMattersMoreNeverGivesWay(seed: Int) {
    let (placement, candidates) = randomCase(seed: seed)
    let all = placement.place(candidates)
    let important = candidates.indices.filter { candidates[$0].priority >= 5 }
    let alone = placement.place(important.map { candidates[$0] })
    #expect(important.map { all[$0] } == alone)
  }

  @Test func aLonelyNameStandsOnTheRight() {
    let candidate = LabelPlacement.Candidate(
      anchor: PaperPoint(x: 50, y: 50), size: PaperSize(width: 10, height: 4), priority: 1, mark: 2)
    let box = LabelPlacement(frame: frame, gap: 0.5).place([candidate])[0]
    #expect(box == Rectangle(x: 51.5, y: 48, width: 10, height: 4))
  }
}
