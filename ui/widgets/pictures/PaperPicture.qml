import QtQuick
import "../../theme"

// Sheets coming out of the copier.
Drawing {
    id: paper
    property real slide: 1
    columns: 100
    rows: 106

    Item {
        readonly property real u: parent.u
        x: 20 * u
        y: 22 * u
        width: 60 * u
        height: 84 * u
        clip: true
        Sheet { atX: 0; atY: -82 + 83 * paper.slide }
    }
    Box {
        atX: 4; atY: 2; wide: 92; high: 24; corner: 5; color: Theme.metal; line: 1; border.color: Theme.metalDeep
        Box { atX: 8; atY: 15; wide: 76; high: 6; corner: 3; color: Theme.hollow }
        Box { atX: 74; atY: 6; wide: 8; high: 4; corner: 2; color: Theme.good }
    }
    Item {
        readonly property real u: parent.u
        x: 20 * u
        y: 20 * u
        width: 60 * u
        height: 8 * u
        clip: true
        Sheet { atX: 0; atY: -80 + 83 * paper.slide }
    }

    SequentialAnimation on slide {
        running: Theme.motion
        loops: Animation.Infinite
        NumberAnimation { from: 0.08; to: 1; duration: 2600; easing.type: Easing.InOutSine }
        PauseAnimation { duration: 900 }
    }
}
