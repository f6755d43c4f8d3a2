import QtQuick
import "../../theme"

// The card reader from above. `stage`: "put" (lay the card down), "stay" (leave it), "take" (take it off).
Drawing {
    id: reader

    property string stage: "stay"
    property real lift: stage === "stay" ? 0 : 1
    columns: 110
    rows: 112

    // the reader with its lit frame
    Box {
        atX: 4; atY: 42; wide: 102; high: 68; corner: 8
        color: Theme.hollow
        Box { atX: 5; atY: 5; wide: 92; high: 58; corner: 6; color: "#2b3145"; line: 1.6; border.color: "#7ab2ff" }
        // the waves of contactless reading
        Outline { path: "M42 40 Q51 31 60 40"; stroke: "#7ab2ff"; line: 2.4 }
        Outline { path: "M36 34 Q51 19 66 34"; stroke: "#7ab2ff"; line: 2.4 }
        Outline { path: "M30 28 Q51 7 72 28"; stroke: "#7ab2ff"; line: 2.4 }
        Box { atX: 48.5; atY: 43; wide: 5; high: 5; corner: 2.5; color: "#7ab2ff" }
    }
    Item {
        readonly property real u: parent.u
        x: 12 * u
        y: (49 - 44 * reader.lift) * u
        width: 86 * u
        height: 54 * u
        opacity: reader.stage === "stay" ? 1 : 0.97

        CardPicture { anchors.fill: parent }
    }
    Arrow {
        atX: 45
        atY: 58
        visible: reader.stage !== "stay"
        rotation: reader.stage === "take" ? 180 : 0
        fill: reader.stage === "take" ? Theme.alert : Theme.primary
    }

    SequentialAnimation on lift {
        running: Theme.motion && reader.stage === "put"
        loops: Animation.Infinite
        PauseAnimation { duration: 700 }
        NumberAnimation { to: 0.25; duration: 1100; easing.type: Easing.InOutQuad }
        PauseAnimation { duration: 500 }
        NumberAnimation { to: 1; duration: 500; easing.type: Easing.InOutQuad }
    }
    SequentialAnimation on lift {
        running: Theme.motion && reader.stage === "take"
        loops: Animation.Infinite
        NumberAnimation { from: 0.6; to: 1; duration: 700; easing.type: Easing.OutQuad }
        PauseAnimation { duration: 500 }
    }
}
