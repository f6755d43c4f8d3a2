import QtQuick
import Komado
import "../../theme"
import "../../widgets"

// What is wrong, one fault at a time, with its steps; behind a button what is owed and what nobody knows.
Rectangle {
    id: page
    required property var view
    property bool listing: false
    readonly property bool asksItems: view.itemsLabel !== "" && !view.well
    readonly property bool showsItems: view.itemsLabel !== "" && (listing || view.well)
    color: Theme.surface

    StaffHeader {
        id: header
        width: parent.width
        title: page.view.title
        kiosk: page.view.kiosk
        language: page.view.language
    }
    Loader {
        anchors.top: header.bottom
        anchors.bottom: footer.top
        width: parent.width
        active: !page.view.well && !page.showsItems
        sourceComponent: ProblemPages {
            problems: page.view.problems
            heading: page.view.state
            call: page.view.call
        }
    }
    Loader {
        anchors.top: header.bottom
        anchors.bottom: footer.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.mm(Theme.margin)
        anchors.topMargin: Theme.mm(5)
        anchors.bottomMargin: Theme.mm(3)
        active: page.showsItems
        sourceComponent: Item {
            OneLine {
                id: heading
                words: page.view.itemsLabel
                em: 9
                font.bold: true
                width: parent.width
            }
            OpenItems {
                items: page.view.items
                anchors.top: heading.bottom
                anchors.topMargin: Theme.mm(4)
                anchors.bottom: note.top
                anchors.bottomMargin: Theme.mm(3)
                width: parent.width
            }
            OneLine {
                id: note
                words: page.view.noPersonal
                em: Theme.small
                color: Theme.inkSoft
                anchors.bottom: parent.bottom
                width: parent.width
            }
        }
    }
    Column {
        anchors.centerIn: parent
        visible: page.view.well && !page.showsItems
        spacing: Theme.mm(6)
        Picture {
            kind: "thanks"
            width: Theme.mm(60)
            height: Theme.mm(60)
            anchors.horizontalCenter: parent.horizontalCenter
        }
        Prose {
            words: page.view.state
            em: Theme.title
            font.bold: true
            anchors.horizontalCenter: parent.horizontalCenter
        }
        Prose {
            words: page.view.noPersonal
            em: Theme.small
            color: Theme.inkSoft
            anchors.horizontalCenter: parent.horizontalCenter
        }
    }
    Rectangle {
        id: footer
        width: parent.width
        height: Theme.mm(30)
        anchors.bottom: parent.bottom
        color: Theme.page
        Row {
            x: Theme.mm(Theme.margin)
            spacing: Theme.mm(4)
            anchors.verticalCenter: parent.verticalCenter
            BigButton {
                objectName: page.view.leave.name
                text: page.view.leave.label
                role: "quiet"
                em: 7.5
                implicitWidth: Theme.mm(38)
                press: page.view.leave.name
            }
            BigButton {
                objectName: page.view.technician.name
                text: page.view.technician.label
                visible: text !== ""
                role: "quiet"
                em: 7.5
                implicitWidth: Theme.mm(54)
                press: page.view.technician.name
            }
            BigButton {
                objectName: "open-items"
                text: page.listing ? page.view.back.label : page.view.itemsLabel
                visible: page.asksItems
                em: 7.5
                implicitWidth: Theme.mm(84)
                onClicked: { Kiosk.touch(); page.listing = !page.listing }
            }
            BigButton {
                objectName: page.view.giveUp.name
                text: page.view.giveUp.label
                visible: text !== ""
                em: 7.5
                press: page.view.giveUp.name
            }
        }
        BigButton {
            objectName: page.view.resume.name
            text: page.view.resume.label
            visible: text !== ""
            role: "primary"
            em: 7.5
            implicitWidth: Theme.mm(98)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(Theme.margin)
            anchors.verticalCenter: parent.verticalCenter
            press: page.view.resume.name
        }
    }
}
