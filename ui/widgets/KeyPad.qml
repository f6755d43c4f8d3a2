import QtQuick
import Komado
import "../theme"

// The keypad in telephone layout; it is never shuffled. Keys tell the kiosk their position and nothing else.
Grid {
    id: pad
    property string okLabel: ""
    property string correctLabel: ""
    property bool full: false
    property real keyWidth: 0
    property real keyHeight: 0
    columns: 3
    spacing: Theme.mm(3)

    signal tooFew()

    Repeater {
        model: 12
        delegate: Pressable {
            id: key
            required property int index
            readonly property bool correcting: index === 9
            readonly property bool confirming: index === 11
            readonly property int position: index === 10 ? 9 : index
            readonly property string face: correcting ? pad.correctLabel : confirming ? pad.okLabel
                : index === 10 ? "0" : String(index + 1)

            objectName: correcting ? "pin-correct" : confirming ? "pin-ok" : "key-" + face
            text: face
            width: pad.keyWidth
            height: pad.keyHeight
            corner: 3.5
            ground: confirming ? (pad.full ? Theme.primary : Theme.page) : correcting ? Theme.page : Theme.surface
            groundDown: confirming && pad.full ? Theme.primaryPressed : Theme.primarySoft
            edge: confirming ? (pad.full ? Theme.primary : Theme.border) : correcting ? Theme.border : Theme.metalDeep
            onClicked: {
                if (correcting)
                    Kiosk.pinCorrect()
                else if (confirming && !pad.full)
                    pad.tooFew()
                else if (confirming)
                    Kiosk.pinDone()
                else
                    Kiosk.pinKey(position)
            }
            contentItem: OneLine {
                words: key.face
                em: key.correcting || key.confirming ? 10 : 17
                font.bold: true
                horizontalAlignment: Text.AlignHCenter
                color: key.confirming ? (pad.full ? Theme.inkOnPrimary : Theme.inkSoft) : Theme.ink
                Accessible.ignored: true
            }
        }
    }
}
